import CSodium
import Invariants

/// libsodium, made ready before its first use.
enum Sodium {
    /// libsodium chooses the code for this processor once; it may be asked to again from any thread.
    private static let isReady: Bool = sodium_init() >= 0

    static func makeReady() {
        invariant(isReady, "libsodium is ready")
    }
}
