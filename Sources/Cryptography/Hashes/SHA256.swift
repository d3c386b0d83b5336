import CLibcrypto

/// SHA-256 (FIPS 180-4), piece by piece or at once.
///
/// The state is a value: a copy continues on its own, and nothing is allocated. docs/decisions/sha256.md says why it is
/// libcrypto's.
package struct SHA256 {
    private var context = SHA256_CTX()

    package init() {
        SHA256_Init(&context)
    }

    /// Adds bytes to what is hashed.
    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Adds bytes to what is hashed.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    /// Adds one byte to what is hashed.
    package mutating func update(_ byte: UInt8) {
        withUnsafeBytes(of: byte) { update($0) }
    }

    /// Adds the 32 bytes of another digest to what is hashed.
    package mutating func update(_ hash: Hash) {
        hash.withUnsafeBytes { update($0) }
    }

    /// The digest of everything added; more may be added afterwards.
    package func finalize() -> Hash {
        var last = context
        return Hash { digest in
            SHA256_Final(digest, &last)
        }
    }

    /// The digest of these bytes.
    package static func hash(_ bytes: [UInt8]) -> Hash {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The digest of these bytes.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> Hash {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }
}
