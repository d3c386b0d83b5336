import ABCI
import Chain
import Cryptography
import Engine
import Synchronization
import Testing

@testable import NodeRuntime

@Suite("The application of consensus")
struct ConsensusApplicationTests {
    /// What was executed, in its order, by the blocks' hashes; and whether the next time fails.
    private final class Journal: Sendable {
        private struct Contents {
            var executed: [Hash?] = []
            var fails = false
        }

        private let contents = Mutex(Contents())

        var executed: [Hash?] { contents.withLock { $0.executed } }

        func failOnce() { contents.withLock { $0.fails = true } }

        func note(_ hash: Hash?) throws(ApplicationError) {
            let fails = contents.withLock { contents in
                contents.executed.append(hash)
                defer { contents.fails = false }
                return contents.fails
            }
            if fails { throw ApplicationError("the disk is gone") }
        }
    }

    /// Its app hash is made of all blocks that were committed; an entry is staged for each block.
    private struct Chronicle: Application {
        let journal: Journal
        var committed: [UInt8] = []
        var staged: [UInt8]?

        func info(_ request: RequestInfo) throws(ApplicationError) -> ResponseInfo { ResponseInfo() }

        mutating func processProposal(
            _ request: RequestProcessProposal
        ) throws(ApplicationError) -> ResponseProcessProposal {
            ResponseProcessProposal(status: request.txs.isEmpty ? .reject : .accept)
        }

        mutating func finalizeBlock(
            _ request: RequestFinalizeBlock
        ) throws(ApplicationError) -> ResponseFinalizeBlock {
            try journal.note(request.hash)
            let after = SHA256.hash(committed + (request.hash?.bytes ?? [])).bytes
            staged = after
            return ResponseFinalizeBlock(appHash: AppHash(after))
        }

        var stagedChanges: [StagedChange] { staged.map { [StagedChange(key: [1], value: $0)] } ?? [] }

        mutating func commit() throws(ApplicationError) -> ResponseCommit {
            guard let staged else { throw ApplicationError("nothing is executed") }
            committed = staged
            self.staged = nil
            return ResponseCommit()
        }
    }

    private let journal = Journal()

    private func application() -> ConsensusApplication {
        ConsensusApplication(Chronicle(journal: journal), SignatureChecks(), metrics: nil)
    }

    private func proposal(_ number: UInt8, height: Height = 1, isEmpty: Bool = false) -> RequestProcessProposal {
        RequestProcessProposal(
            txs: isEmpty ? [] : [Transaction([number])], hash: SHA256.hash([number]), height: height,
            time: Timestamp(seconds: 1_700_000_000) ?? .zero, nextValidatorsHash: SHA256.hash([0]))
    }

    private func block(_ proposal: RequestProcessProposal) -> RequestFinalizeBlock {
        RequestFinalizeBlock(
            txs: proposal.txs, hash: proposal.hash, height: proposal.height, time: proposal.time,
            nextValidatorsHash: proposal.nextValidatorsHash)
    }

    /// Has a proposal judged, and executed ahead as the lane does.
    private func propose(_ proposal: RequestProcessProposal, to application: inout ConsensusApplication) {
        let answer = application.answer(.processProposal(proposal, block: SHA256.hash([9])))
        application.executeAhead(proposal, answer)
    }

    /// What is answered of a block, and staged with it.
    private func execute(
        _ request: RequestFinalizeBlock, by application: inout ConsensusApplication
    ) throws -> (appHash: AppHash, changes: [StagedChange]) {
        guard case .finalizeBlock(let result, let changes, let height) = application.answer(.finalizeBlock(request))
        else { throw ApplicationError("another answer") }
        #expect(height == request.height)
        return (try result.get().appHash, changes)
    }

    @Test("A block is executed when its proposal is accepted, and not again when it is decided")
    func once() throws {
        var (early, late) = (application(), application())
        for number: UInt8 in 1...3 {
            let proposal = proposal(number, height: Height(Int64(number)))
            propose(proposal, to: &early)
            #expect(journal.executed.last == proposal.hash)
            let count = journal.executed.count
            let found = try execute(block(proposal), by: &early)
            #expect(journal.executed.count == count)
            let expected = try execute(block(proposal), by: &late)
            #expect(found.appHash == expected.appHash && found.changes == expected.changes && !found.changes.isEmpty)
            for index in 0..<2 {
                let answer = index == 0 ? early.answer(.commit(height: 1)) : late.answer(.commit(height: 1))
                guard case .commit(.success, _) = answer else { throw ApplicationError("not committed") }
            }
        }
    }

    @Test("What was executed ahead leaves no trace when another block is decided")
    func another() throws {
        var (early, late) = (application(), application())
        propose(proposal(1), to: &early)
        propose(proposal(2), to: &early)
        // The first one again, as in a later round.
        propose(proposal(1), to: &early)
        #expect(journal.executed == [1, 2, 1].map { SHA256.hash([$0]) })
        let decided = block(proposal(3))
        let found = try execute(decided, by: &early)
        let expected = try execute(decided, by: &late)
        #expect(found.appHash == expected.appHash && found.changes == expected.changes)
        #expect(journal.executed.suffix(2) == [decided.hash, decided.hash])
        // Of the same hash and another content: nothing is believed of it.
        propose(proposal(4), to: &early)
        var changed = block(proposal(4))
        changed.time = changed.time.adding(nanoseconds: 1)
        _ = try execute(changed, by: &early)
        #expect(journal.executed.count == 7)
    }

    @Test("A proposal that is refused is not executed")
    func refused() {
        var early = application()
        propose(proposal(1, isEmpty: true), to: &early)
        #expect(journal.executed.isEmpty)
    }

    @Test("What fails ahead is executed when it counts, and its failure then is told")
    func failing() throws {
        var early = application()
        journal.failOnce()
        propose(proposal(1), to: &early)
        #expect(journal.executed.count == 1)
        #expect(try !execute(block(proposal(1)), by: &early).changes.isEmpty)
        #expect(journal.executed.count == 2)
        journal.failOnce()
        propose(proposal(2), to: &early)
        journal.failOnce()
        #expect(throws: ApplicationError.self) { try execute(block(proposal(2)), by: &early) }
    }
}
