import Wire

/// An Ed25519 public key: 32 bytes, which need not be a point of the curve.
package struct Ed25519PublicKey: Hashable, Sendable {
    /// Bytes in a key.
    package static let size = 32
    /// CometBFT's name of this kind of key.
    package static let typeName = "ed25519"

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

    /// The first 20 bytes of the key's SHA-256.
    package var address: Address {
        Address(truncating: storage.withUnsafeBytes { SHA256.hash($0) })
    }

    /// Whether this key signed the message, by the rules of ZIP-215.
    package func verify(_ signature: Signature, of message: [UInt8]) -> Bool {
        Ed25519Verification.isValid(signature, of: message, by: self)
    }

    /// Whether the key is a point of the curve whose order is more than eight. By ZIP-215, anybody can sign for the others,
    /// which belong to nobody.
    package var canIdentify: Bool {
        Sodium.makeReady()
        guard let point = EdwardsPoint(multiplyingByEight: bytes) else { return false }
        return point != .identity
    }
}

extension Ed25519PublicKey: CustomStringConvertible {
    /// As CometBFT prints the key.
    package var description: String { "PubKeyEd25519{\(Hex.uppercase(bytes))}" }
}
