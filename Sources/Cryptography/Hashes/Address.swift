import Wire

/// The address of a public key: 20 bytes (CometBFT `crypto.Address`).
package struct Address: Hashable, Sendable {
    /// Bytes in an address.
    package static let size = 20

    /// The 20 bytes.
    package let bytes: [UInt8]

    /// The address with these bytes, or nil when there are not 20.
    package init?(_ bytes: some Collection<UInt8>) {
        if bytes.count != Address.size { return nil }
        self.bytes = Array(bytes)
    }

    /// The first 20 bytes of a hash: the address of an Ed25519 key (CometBFT `tmhash.SumTruncated`).
    package init(truncating hash: Hash) {
        bytes = hash.withUnsafeBytes { Array($0.prefix(Address.size)) }
    }

    /// The address with the bytes of a RIPEMD-160 digest: that of a secp256k1 key.
    init(digest: RIPEMD160.Digest) {
        bytes = digest.bytes
    }
}

extension Address: Comparable {
    /// Orders by bytes, as ties between validators are settled.
    package static func < (left: Address, right: Address) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension Address: CustomStringConvertible {
    /// Upper-case hexadecimal, as CometBFT prints it.
    package var description: String { Hex.uppercase(bytes) }
}

extension Optional<Address> {
    /// The address's bytes, none for nil.
    package var bytes: [UInt8] { self?.bytes ?? [] }
}
