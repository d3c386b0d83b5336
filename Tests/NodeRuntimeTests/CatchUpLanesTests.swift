import Chain
import Consensus
import Cryptography
import Dispatch
import Engine
import Execution
import Store
import StoreFixtures
import Sync
import Synchronization
import TestFolders
import Testing

@testable import NodeRuntime

@Suite("The lanes of catching up")
struct CatchUpLanesTests {
    @Test("A stored block is read back in its parts, with its commit and extensions", arguments: [false, true])
    func reading(hasExtensions: Bool) throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(in: DataFolder(folder.path("data")))
        var chain = try TestChain(hasExtensions: hasExtensions)
        try store.initialize(state: chain.state, changes: chain.genesisChanges)
        for index in 0..<3 {
            let large = [UInt8](repeating: UInt8(index), count: 150_000)
            try store.commit(chain.grow([[1, UInt8(index)], large]))
        }
        let answers = Mutex<[Height: StoredBlock?]>([:])
        let arrival = DispatchSemaphore(value: 0)
        let lane = ReadingLane(
            store,
            answer: { block, height in
                answers.withLock { $0[height] = .some(block) }
                arrival.signal()
            }, fail: { error in Issue.record("\(error)") })
        for height: Height in [0, 1, 2, 3, 4] { lane.load(height) }
        for _ in 0..<5 { #expect(arrival.wait(timeout: .now() + .seconds(20)) == .success) }
        lane.close()
        let given = answers.withLock { $0 }
        #expect(given.count == 5)
        #expect(given[0].flatMap { $0 } == nil)
        #expect(given[4].flatMap { $0 } == nil)
        for record in chain.records {
            let block = try #require(given[record.block.height].flatMap { $0 })
            #expect(block.block.block == record.block)
            #expect(block.parts.header == record.parts.header && block.parts.isComplete && block.parts.total > 1)
            #expect(block.commit == record.seenCommit)
        }
    }

    @Test("Every examination is answered once, whatever thread it was on")
    func examinations() throws {
        let chain = try TestChain()
        var grown = chain
        try grown.grow([[1]])
        try grown.grow([[2]])
        let (first, second) = (grown.records[0].block, grown.records[1].block)
        let commit = try #require(second.lastCommit)
        let numbers = Mutex<[UInt64]>([])
        let arrival = DispatchSemaphore(value: 0)
        let pool = ExaminationPool { finding in
            numbers.withLock { $0.append(finding.number) }
            arrival.signal()
        }
        for number in UInt64(1)...40 {
            pool.add(
                CommitExamination(
                    number: number, chainID: chain.state.chainID, block: first, commit: commit, extendedCommit: nil,
                    extensionsAreEnabled: false, validators: chain.state.validators, faultModel: .byzantine))
        }
        for _ in 0..<40 { #expect(arrival.wait(timeout: .now() + .seconds(20)) == .success) }
        pool.close()
        #expect(numbers.withLock { $0 }.sorted() == Array(1...40))
    }
}
