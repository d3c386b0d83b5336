import CSodium
import Invariants

/// Secret bytes outside the heap: never swapped where the system allows it, read-only once filled, zeroed when dropped.
///
/// `@unchecked`: the memory is written only inside `init` and its pages are read-only from then on.
package final class SecretBytes: @unchecked Sendable {
    package let count: Int
    private let memory: UnsafeMutablePointer<UInt8>

    /// The bytes that `fill` leaves in the `count` bytes of memory given to it.
    package init(count: Int, filling fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        Sodium.makeReady()
        // Whoever cannot get a page of memory cannot go on: Swift's own allocations stop the process too.
        guard let memory = sodium_malloc(count) else { brokenInvariant("there is memory for a secret") }
        self.count = count
        self.memory = memory.bindMemory(to: UInt8.self, capacity: count)
        fill(self.memory)
        sodium_mprotect_readonly(memory)
    }

    /// A copy of the bytes. The caller's own remain where they are.
    package convenience init(_ bytes: UnsafeRawBufferPointer) {
        self.init(count: bytes.count) { memory in
            UnsafeMutableRawBufferPointer(start: memory, count: bytes.count).copyMemory(from: bytes)
        }
    }

    /// Bytes from the system's generator of random keys.
    package static func generated(count: Int) -> SecretBytes {
        SecretBytes(count: count) { randombytes_buf($0, count) }
    }

    deinit {
        sodium_free(memory)  // which zeroes it first
    }

    /// The secret itself, as long as `body` runs.
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// The secret's first byte, for C: as long as `body` runs.
    package func withUnsafePointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        body(memory)
    }
}

extension SecretBytes: Equatable {
    /// Compares in a time that depends on the counts alone.
    package static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        left.count == right.count && sodium_memcmp(left.memory, right.memory, left.count) == 0
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SecretBytes(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
