import ABCI
import Chain
import Cryptography
import Synchronization
import Testing

@testable import NodeRuntime

@Suite("Checks of signatures")
struct SignatureChecksTests {
    /// Which transactions were verified, by whichever copy of an application.
    private final class Record: Sendable {
        private let verified = Mutex<[Hash: Int]>([:])

        func note(_ hash: Hash) { verified.withLock { $0[hash, default: 0] += 1 } }

        var counts: [Hash: Int] { verified.withLock { $0 } }
    }

    /// Verifies transactions whose first byte is even, and knows what it was told.
    private struct Verifier: SignatureVerifying {
        let record: Record
        var told: Set<Hash> = []

        func info(_ request: RequestInfo) throws(ApplicationError) -> ResponseInfo { ResponseInfo() }

        mutating func finalizeBlock(
            _ request: RequestFinalizeBlock
        ) throws(ApplicationError) -> ResponseFinalizeBlock {
            ResponseFinalizeBlock()
        }

        mutating func commit() throws(ApplicationError) -> ResponseCommit { ResponseCommit() }

        func verifySignatures(of transaction: Transaction) -> SignatureProof? {
            record.note(transaction.hash)
            guard let first = transaction.bytes.first, first % 2 == 0 else { return nil }
            return SignatureProof(transaction: transaction.hash, content: first)
        }

        mutating func take(_ proofs: [SignatureProof]) { told.formUnion(proofs.map(\.transaction)) }
    }

    private func told(_ application: any Application) -> Set<Hash> { (application as? Verifier)?.told ?? [] }

    private let transactions = (0..<40).map { Transaction([UInt8($0), 1]) }
    private var good: [Transaction] { transactions.filter { $0.bytes[0] % 2 == 0 } }

    @Test("Each is made once, from the mempool to the block, and the block's application knows of it")
    func once() {
        let record = Record()
        let checks = SignatureChecks()
        var mempool: any Application = Verifier(record: record)
        checks.prepare(&mempool, for: Array(transactions.prefix(30)))
        #expect(told(mempool) == Set(good.prefix(15).map(\.hash)))
        checks.prepare(&mempool, for: Array(good.prefix(15)))
        var consensus: any Application = Verifier(record: record)
        checks.prepare(&consensus, for: good)
        #expect(told(consensus) == Set(good.map(\.hash)))
        for transaction in good { #expect(record.counts[transaction.hash] == 1) }
        #expect(record.counts.count == 35)
    }

    @Test("What was in a block is forgotten")
    func forgetting() {
        let record = Record()
        let checks = SignatureChecks()
        var application: any Application = Verifier(record: record)
        checks.prepare(&application, for: good)
        checks.forget(Array(good.prefix(5)))
        checks.prepare(&application, for: good)
        let counts = record.counts
        #expect(good.prefix(5).allSatisfy { counts[$0.hash] == 2 })
        #expect(good.dropFirst(5).allSatisfy { counts[$0.hash] == 1 })
    }

    @Test("Only so many bytes of transactions are remembered, the newest")
    func bounds() {
        let record = Record()
        let checks = SignatureChecks(bytesMaximum: 20)
        var application: any Application = Verifier(record: record)
        for transaction in good { checks.prepare(&application, for: [transaction]) }
        for transaction in good.suffix(10) { checks.prepare(&application, for: [transaction]) }
        #expect(good.suffix(10).allSatisfy { record.counts[$0.hash] == 1 })
        checks.prepare(&application, for: [good[0]])
        #expect(record.counts[good[0].hash] == 2)
    }
}
