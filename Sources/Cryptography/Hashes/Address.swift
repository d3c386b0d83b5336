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
