import Wire

/// A signature as it stands in a message: any bytes, also none. Only `PublicKey.verify` says whether it is one.
package struct Signature: Hashable, Sendable {
    /// Bytes in a signature of either kind of key.
    package static let size = 64
    /// No signature.
    package static let empty = Signature([])

    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package var isEmpty: Bool { bytes.isEmpty }
}

extension Signature: CustomStringConvertible {
    /// Upper-case hexadecimal.
    package var description: String { Hex.uppercase(bytes) }
}
