package import Cryptography

/// A connection whose bytes nobody else reads or changes, to a peer that has proved to hold a key
/// (CometBFT p2p/conn/secret_connection.go).
package struct SecretConnection: Sendable {
    /// Both directions, and what was received.
    struct Frames: Sendable {
        var sealer: FrameSealer
        var opener: FrameOpener
        /// Less than a frame, except before the first is opened.
        var sealed: ByteQueue
        /// What the frames carried and nobody has taken yet.
        var opened = ByteQueue()

        mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(FrameError) {
            sealed.append(bytes)
            var opener = opener, opened = opened
            self.opened = ByteQueue()
            let used = try sealed.withUnsafeBytes { sealed throws(FrameError) in
                try opened.append { bytes throws(FrameError) in try opener.open(sealed, appendingTo: &bytes) }
            }
            self.opener = opener
            self.opened = opened
            sealed.drop(used)
        }
    }

    /// The key of the node at the other end.
    package let peer: Ed25519PublicKey
    var frames: Frames

    init(peer: Ed25519PublicKey, frames: Frames) {
        self.peer = peer
        self.frames = frames
    }

    /// Takes what has arrived; `opened` grows by what it carries.
    package mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(FrameError) {
        try frames.receive(bytes)
    }

    /// Takes what has been carried over so far.
    package mutating func takeOpened() -> [UInt8] { frames.opened.take(frames.opened.count) }

    /// Appends the frames that carry these bytes.
    package mutating func seal(_ bytes: [UInt8], appendingTo sealed: inout [UInt8]) throws(FrameError) {
        try frames.sealer.seal(bytes, appendingTo: &sealed)
    }
}
