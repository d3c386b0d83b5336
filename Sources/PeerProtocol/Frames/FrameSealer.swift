package import Cryptography

/// Seals what is sent: one direction of a SecretConnection, with its own key and count of frames.
package struct FrameSealer: Sendable {
    private let key: ChaCha20Poly1305
    /// Frames sealed so far; nil when no nonce is left.
    private var nonce: UInt64?

    /// - Parameter nonce: Frames sealed before with this key.
    package init(_ key: ChaCha20Poly1305, nonce: UInt64 = 0) {
        self.key = key
        self.nonce = nonce
    }

    /// Appends the frames that carry these bytes; none for no bytes.
    package mutating func seal(_ bytes: [UInt8], appendingTo sealed: inout [UInt8]) throws(FrameError) {
        sealed.reserveCapacity(sealed.count + FrameSealer.sealedSize(of: bytes.count))
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + FrameFormat.dataBytesMaximum)
            try seal(frame: bytes[start..<end], appendingTo: &sealed)
            start = end
        }
    }

    /// Bytes on the wire of so many bytes.
    package static func sealedSize(of count: Int) -> Int {
        (count + FrameFormat.dataBytesMaximum - 1) / FrameFormat.dataBytesMaximum * FrameFormat.sealedSize
    }

    private mutating func seal(
        frame data: ArraySlice<UInt8>, appendingTo sealed: inout [UInt8]
    ) throws(FrameError) {
        guard let nonce else { throw .nonceOverflow }
        let start = sealed.count
        let length = UInt32(data.count)
        for shift in [UInt32(0), 8, 16, 24] { sealed.append(UInt8(truncatingIfNeeded: length >> shift)) }
        sealed.append(contentsOf: data)
        // Padding is zero, so that nothing sent before shows.
        sealed.append(contentsOf: repeatElement(0, count: start + FrameFormat.sealedSize - sealed.count))
        let key = key
        sealed.withUnsafeMutableBytes { all in
            let frame = UnsafeMutableRawBufferPointer(rebasing: all[start...])
            key.seal(
                UnsafeRawBufferPointer(rebasing: frame[..<FrameFormat.plainSize]), nonce: nonce, into: frame)
        }
        self.nonce = nonce == .max ? nil : nonce + 1
    }
}
