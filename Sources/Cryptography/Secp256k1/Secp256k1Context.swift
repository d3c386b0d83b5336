import CSecp256k1
import Invariants

/// libsecp256k1's context: its tables, never written after creation.
///
/// `@unchecked`: the library's calls with a constant context may run on any number of threads (secp256k1.h).
struct Secp256k1Context: @unchecked Sendable {
    static let shared = Secp256k1Context()

    let pointer: OpaquePointer

    private init() {
        guard let pointer = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
            brokenInvariant("libsecp256k1 has a context")
        }
        self.pointer = pointer
    }
}
