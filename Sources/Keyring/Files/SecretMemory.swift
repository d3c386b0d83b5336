import CSodium

/// Memory that held a secret.
package enum SecretMemory {
    /// Overwrites it with zeros, in a way that no optimisation takes away.
    package static func wipe(_ memory: UnsafeMutableRawBufferPointer) {
        sodium_memzero(memory.baseAddress, memory.count)
    }

    /// Overwrites an array's elements.
    package static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { wipe($0) }
    }
}
