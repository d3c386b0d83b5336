import CChecksum

/// CRC-32C (Castagnoli, RFC 3720 B.4), by the processor's own instruction where it has one.
package enum CRC32C {
    /// - Parameter seed: The checksum of what stands in front of the bytes.
    package static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
        daon_crc32c(seed, bytes.baseAddress, bytes.count)
    }

    /// The same without the processor's instruction.
    package static func portably(of bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
        daon_crc32c_portable(seed, bytes.baseAddress, bytes.count)
    }

    package static func of(_ bytes: [UInt8], seed: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { of($0, seed: seed) }
    }
}
