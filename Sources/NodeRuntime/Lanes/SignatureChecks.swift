import ABCI
import Chain
import Cryptography
import Dispatch
import Glibc
import Synchronization

/// Has the application verify signatures on all processors, once for each transaction, and remembers the outcome from the
/// mempool to the block. For the application's threads, which share it; nothing is verified under its lock.
final class SignatureChecks: Sendable {
    /// Transactions that one thread verifies at least: to wake it up takes as long as to verify one.
    private static let shareMinimum = 4

    private let memory: Mutex<Memory>

    /// - Parameter bytesMaximum: Bytes of transactions to remember, at most; beyond, the oldest are forgotten and verified
    ///   again in their block.
    init(bytesMaximum: Int = 64 << 20) {
        memory = Mutex(Memory(bytesMaximum: bytesMaximum))
    }

    /// Hands the application what is known of these transactions, and finds out the rest.
    func prepare(_ application: inout any Application, for transactions: [Transaction]) {
        guard !transactions.isEmpty, var verifying = application as? any SignatureVerifying else { return }
        var (known, unknown) = memory.withLock { memory in
            var known: [SignatureProof] = []
            var unknown: [Transaction] = []
            for transaction in transactions {
                if let proof = memory[transaction.hash] { known.append(proof) } else { unknown.append(transaction) }
            }
            return (known, unknown)
        }
        let found = SignatureChecks.verify(unknown, by: verifying)
        known += found.map(\.0)
        memory.withLock { memory in
            for (proof, size) in found { memory.remember(proof, size) }
        }
        verifying.take(known)
        application = verifying
    }

    /// Hands the application what is known of these transactions, and no more: to order them needs no signatures.
    func tell(_ application: inout any Application, of transactions: [Transaction]) {
        guard !transactions.isEmpty, var verifying = application as? any SignatureVerifying else { return }
        verifying.take(memory.withLock { memory in transactions.compactMap { memory[$0.hash] } })
        application = verifying
    }

    /// Forgets transactions whose block was executed.
    func forget(_ transactions: [Transaction]) {
        memory.withLock { $0.forget(transactions) }
    }

    private static func verify(
        _ transactions: [Transaction], by application: any SignatureVerifying
    ) -> [(SignatureProof, size: Int)] {
        let shares = max(1, transactions.count / shareMinimum)
        let found = Mutex<[(SignatureProof, size: Int)]>([])
        // A few shares more than processors, so that none waits for another's long ones.
        let count = min(shares, 4 * max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        DispatchQueue.concurrentPerform(iterations: count) { share in
            var mine: [(SignatureProof, size: Int)] = []
            for index in stride(from: share, to: transactions.count, by: count) {
                let transaction = transactions[index]
                if let proof = application.verifySignatures(of: transaction) {
                    mine.append((proof, transaction.bytes.count))
                }
            }
            found.withLock { $0 += mine }
        }
        return found.withLock { $0 }
    }

    /// Proofs that were found.
    private struct Memory {
        private let bytesMaximum: Int
        private var proofs: [Hash: (proof: SignatureProof, size: Int)] = [:]
        /// The remembered in the order in which they came; some may be forgotten already.
        private var order: [Hash] = []
        private var first = 0
        private var bytes = 0

        init(bytesMaximum: Int) { self.bytesMaximum = bytesMaximum }

        subscript(hash: Hash) -> SignatureProof? { proofs[hash]?.proof }

        mutating func remember(_ proof: SignatureProof, _ size: Int) {
            if let old = proofs.updateValue((proof, size), forKey: proof.transaction) {
                bytes -= old.size
            } else {
                order.append(proof.transaction)
            }
            bytes += size
            while bytes > bytesMaximum, first < order.count {
                forget(order[first])
                first += 1
            }
        }

        mutating func forget(_ transactions: [Transaction]) {
            for transaction in transactions { forget(transaction.hash) }
            while first < order.count, proofs[order[first]] == nil { first += 1 }
            if first > 1024 && first > order.count / 2 {
                order.removeFirst(first)
                first = 0
            }
        }

        private mutating func forget(_ hash: Hash) {
            if let entry = proofs.removeValue(forKey: hash) { bytes -= entry.size }
        }
    }
}
