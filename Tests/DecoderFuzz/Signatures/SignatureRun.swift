import CSodium
import Cryptography
import Dispatch
import Synchronization

/// Compares the two checks of Ed25519 signatures: what the fast one accepts, the exact one must accept, and signatures
/// that ZIP-215 accepts by construction the exact one must accept too.
struct SignatureRun {
    let count: Int
    let seed: UInt64

    /// Whether nothing contradicted. The same inputs for the same seed, on two threads.
    func run() -> Bool {
        let threads = 2
        let found = Mutex<[String]>([]), acceptedByFast = Atomic(0), acceptedByExact = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            var cases = SignatureCases(generator: SeededGenerator(seed: seed &* 2 &+ UInt64(thread)))
            for _ in stride(from: thread, to: count, by: threads) {
                let (attempt, expectation) = cases.next()
                let fast = Ed25519Verification.isValidFast(attempt.signature, of: attempt.message, by: attempt.key)
                let exact = Ed25519Verification.isValidExact(attempt.signature, of: attempt.message, by: attempt.key)
                if fast { acceptedByFast.add(1, ordering: .relaxed) }
                if exact { acceptedByExact.add(1, ordering: .relaxed) }
                if fast && !exact { found.withLock { $0.append("only the fast check accepts \(attempt)") } }
                if let expectation, exact != expectation {
                    found.withLock { $0.append("exact check says \(exact), expected \(expectation): \(attempt)") }
                }
            }
        }
        for violation in found.withLock({ $0 }).prefix(10) { print(violation) }
        print(
            "\(count) signatures, seed \(seed): the fast check accepted \(acceptedByFast.load(ordering: .relaxed)), "
                + "the exact one \(acceptedByExact.load(ordering: .relaxed)), \(found.withLock { $0.count }) contradictions"
        )
        return found.withLock { $0.isEmpty }
    }
}
