package import Cryptography
import Wire

/// A transaction: bytes that only the application understands.
package struct Transaction: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// SHA-256 of the bytes, under which clients ask for it.
    package var hash: Hash { SHA256.hash(bytes) }
}

extension Transaction: CustomStringConvertible {
    package var description: String { "Tx{\(Hex.uppercase(bytes))}" }
}
