package import Cryptography

/// Opens what is received: one direction of a SecretConnection, with its own key and count of frames.
package struct FrameOpener: Sendable {
    private let key: ChaCha20Poly1305
    /// Frames opened so far; nil when no nonce is left.
    private var nonce: UInt64?

    /// - Parameter nonce: Frames opened before with this key.
    package init(_ key: ChaCha20Poly1305, nonce: UInt64 = 0) {
        self.key = key
        self.nonce = nonce
    }

    /// Opens as many whole frames as there are, and appends what they carry.
    ///
    /// - Returns: The bytes that the frames took; fewer than a frame remain.
    /// - Throws: At the first frame that is wrong; the connection can not go on.
    package mutating func open(
        _ sealed: UnsafeRawBufferPointer, appendingTo bytes: inout [UInt8]
    ) throws(FrameError) -> Int {
        var start = 0
        while sealed.count - start >= FrameFormat.sealedSize {
            let end = start + FrameFormat.sealedSize
            try open(frame: UnsafeRawBufferPointer(rebasing: sealed[start..<end]), appendingTo: &bytes)
            start = end
        }
        return start
    }

    private mutating func open(
        frame: UnsafeRawBufferPointer, appendingTo bytes: inout [UInt8]
    ) throws(FrameError) {
        guard let nonce else { throw .nonceOverflow }
        let key = key
        let result = withUnsafeTemporaryAllocation(byteCount: FrameFormat.plainSize, alignment: 8) {
            plain -> FrameError? in
            if !key.open(frame, nonce: nonce, into: plain) { return .notAuthentic }
            let length = UInt32(littleEndian: plain.loadUnaligned(as: UInt32.self))
            guard length <= UInt32(FrameFormat.dataBytesMaximum) else { return .length(length) }
            let end = FrameFormat.lengthSize + Int(length)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: plain[FrameFormat.lengthSize..<end]))
            return nil
        }
        if let result { throw result }
        self.nonce = nonce == .max ? nil : nonce + 1
    }
}
