/// A public key of X25519 (RFC 7748): 32 bytes, of which any are one.
package struct X25519PublicKey: Hashable, Sendable {
    /// Bytes in a key.
    package static let size = 32

    private let storage: InlineBytes32

    /// The key with these bytes, or nil when there are not 32.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let storage = InlineBytes32(bytes) else { return nil }
        self.storage = storage
    }

    /// The key that is written into the 32 bytes given to `fill`.
    init(filling fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        storage = InlineBytes32(filling: fill)
    }

    /// The 32 bytes, as a copy.
    package var bytes: [UInt8] { storage.bytes }

    /// The first of the bytes, for C, as long as `body` runs.
    func withUnsafePointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        storage.withUnsafePointer(body)
    }
}

extension X25519PublicKey: Comparable {
    /// Orders by bytes.
    package static func < (left: X25519PublicKey, right: X25519PublicKey) -> Bool { left.storage < right.storage }
}
