import ABCI
import Chain
import Cryptography
import Execution
import Store
import StoreFixtures
import Testing

@Suite("The chain store")
struct ChainStoreTests {
    private func store(_ folder: TemporaryFolder) throws -> ChainStore {
        try folder.chainStore()
    }

    @Test("An empty store has nothing")
    func empty() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.base == 0)
            #expect(try snapshot.height == 0)
            #expect(try snapshot.state == nil)
            #expect(try snapshot.lastCommit == nil)
            #expect(try snapshot.block(at: 1) == nil)
            #expect(try snapshot.validators(at: 1) == nil)
            #expect(try snapshot.parameters(at: 1) == nil)
        }
        #expect(try store.applicationEntries().isEmpty)
    }

    @Test(
        "What was committed is read back, also by the next process",
        arguments: [(1, false), (1, true), (Int64.max - 40, false), (5000, true)])
    func roundTrip(initialHeight: Int64, hasExtensions: Bool) throws {
        let folder = try TemporaryFolder()
        let first = Height(initialHeight)
        var chain = try TestChain(initialHeight: first, hasExtensions: hasExtensions)
        let genesis = chain.state
        do {
            let store = try store(folder)
            try store.initialize(state: genesis, changes: chain.genesisChanges)
            try store.initialize(state: genesis, changes: chain.genesisChanges)
            try store.read { (snapshot: ChainSnapshot) throws in
                #expect(try snapshot.state == genesis)
                #expect(try snapshot.validators(at: first) == genesis.validators)
                #expect(try snapshot.validators(at: first.next) == genesis.nextValidators)
                #expect(try snapshot.parameters(at: first) == genesis.consensusParameters)
            }
            var generator = SeededGenerator(9)
            for index in 0..<4 {
                let transactions = (0..<index * 3).map { _ in generator.bytes(index == 3 ? 20000 : 100) }
                try store.commit(
                    chain.grow(transactions, changes: [StagedChange(key: [UInt8(index)], value: [UInt8(index)])]))
            }
            try check(store, chain, first)
        }
        try check(store(folder), chain, first)
    }

    @Test("Several blocks in one transaction leave what they leave one after the other", arguments: [false, true])
    func severalBlocks(hasExtensions: Bool) throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var chain = try TestChain(hasExtensions: hasExtensions)
        try store.initialize(state: chain.state, changes: chain.genesisChanges)
        try store.commit([])
        var generator = SeededGenerator(4)
        for count in [1, 5, 3] {
            var records: [BlockRecord] = []
            for index in 0..<count {
                // A key that is set, set anew and removed again, and one of each block.
                let key = [UInt8](repeating: 7, count: 3)
                let change = StagedChange(key: key, value: index == 2 ? nil : [UInt8(index)])
                let own = StagedChange(key: generator.bytes(8), value: generator.bytes(20))
                records.append(
                    try chain.grow((0..<index * 4).map { _ in generator.bytes(40) }, changes: [own, change]))
            }
            try store.commit(records)
            try check(store, chain, 1)
        }
        try store.read { (snapshot: ChainSnapshot) throws in #expect(try snapshot.height == 9) }
        let repeated: [UInt8] = [9, 9, 9]
        try store.commit([try chain.grow([repeated, [1]]), try chain.grow([[2], repeated]), try chain.grow([[3]])])
        try store.read { (snapshot: ChainSnapshot) throws in
            let found = try snapshot.transaction(Transaction(repeated).hash)
            #expect(found?.height == 11)
            #expect(found?.index == 1)
        }
    }

    /// Holds all that the store has against the chain.
    private func check(_ store: ChainStore, _ chain: TestChain, _ first: Height) throws {
        let last = try #require(chain.records.last)
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.base == first)
            #expect(try snapshot.height == last.block.height)
            #expect(try snapshot.state == chain.state)
            #expect(try snapshot.lastCommit == last.seenCommit)
            #expect(try snapshot.commit(at: last.block.height) == nil)
            for record in chain.records {
                let height = record.block.height
                #expect(try snapshot.block(at: height) == record.block)
                let meta = try #require(try snapshot.blockMeta(at: height))
                #expect(meta == BlockMeta(block: record.block, parts: record.parts.header))
                for part in record.parts.parts {
                    #expect(try snapshot.part(part.index, ofBlockAt: height) == part)
                }
                #expect(try snapshot.part(record.parts.total, ofBlockAt: height) == nil)
                #expect(try snapshot.height(ofBlock: try #require(record.block.hash)) == height)
                #expect(try snapshot.response(at: height) == record.response)
                #expect(try snapshot.seenCommit(at: height) == record.seenCommit.commit)
                #expect(try snapshot.extendedCommit(at: height) == (chain.hasExtensions ? record.seenCommit : nil))
                if height > first {
                    #expect(try snapshot.commit(at: height.previous) == record.block.lastCommit)
                }
                #expect(try snapshot.validators(at: height) == record.state.lastValidators)
                #expect(try snapshot.parameters(at: height.next) == record.state.consensusParameters)
                for (index, transaction) in record.block.data.transactions.enumerated() {
                    #expect(
                        try snapshot.transaction(transaction.hash)
                            == TxResult(
                                height: height, index: UInt32(index), tx: transaction,
                                result: record.response.txResults[index]))
                }
            }
            #expect(try snapshot.validators(at: last.block.height.next.next) == chain.state.nextValidators)
            #expect(try snapshot.commit(at: first.previous) == nil)
            #expect(try snapshot.transaction(Transaction([1, 2, 3]).hash) == nil)
            for (key, value) in chain.entries { #expect(try snapshot.applicationValue(key) == value) }
        }
        let entries = try store.applicationEntries()
        #expect(entries.map(\.key) == chain.entries.keys.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test("A snapshot stays as it is while blocks are committed, and is missing none of its own")
    func isolation() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var chain = try TestChain()
        try store.initialize(state: chain.state, changes: [])
        try store.commit(chain.grow([[1]]))
        try store.read { (snapshot: ChainSnapshot) throws in
            try store.commit(chain.grow([[2]]))
            #expect(try snapshot.height == 1)
            #expect(try snapshot.block(at: 2) == nil)
            #expect(try snapshot.transaction(Transaction([2]).hash) == nil)
        }
        try store.read { (snapshot: ChainSnapshot) throws in #expect(try snapshot.height == 2) }
    }

    @Test("A transaction that comes again is found at its last place")
    func repeatedTransaction() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var chain = try TestChain()
        try store.initialize(state: chain.state, changes: [])
        try store.commit(chain.grow([[1], [2], [1]]))
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.transaction(Transaction([1]).hash)?.index == 2)
        }
        try store.commit(chain.grow([[3], [1]]))
        try store.read { (snapshot: ChainSnapshot) throws in
            let found = try snapshot.transaction(Transaction([1]).hash)
            #expect(found?.height == 2)
            #expect(found?.index == 1)
        }
    }

    @Test("A store goes on from a state that it did not reach by itself")
    func bootstrap() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var chain = try TestChain()
        for _ in 0..<10 { try chain.grow() }
        let record = try #require(chain.records.last)
        let state = chain.state
        let meta = BlockMeta(
            blockID: state.lastBlockID, blockSize: 0, header: record.block.header, transactionCount: 0)
        try store.restore(chain.genesisChanges)
        try store.restore(
            state: state, block: meta, seenCommit: record.seenCommit,
            changes: [StagedChange(key: [7], value: [8])])
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.height == 0)
            #expect(try snapshot.state == state)
            #expect(try snapshot.lastCommit == record.seenCommit)
            #expect(try snapshot.blockMetaForEvidence(at: 10) == meta)
            #expect(try snapshot.applicationValue(Array("genesis".utf8)) == [1, 2, 3])
            #expect(try snapshot.applicationValue([7]) == [8])
            #expect(try snapshot.validators(at: 9) == nil)
            #expect(try snapshot.validators(at: 10) == state.lastValidators)
            #expect(try snapshot.validators(at: 11) == state.validators)
            #expect(try snapshot.validators(at: 12) == state.nextValidators)
        }
        for _ in 0..<3 { try store.commit(chain.grow()) }
        let last = chain.state
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.base == 11)
            #expect(try snapshot.height == 13)
            #expect(try snapshot.validators(at: 15) == last.nextValidators)
            #expect(try snapshot.parameters(at: 14) == last.consensusParameters)
        }
    }

    @Test("A snapshot may be held for longer when it is said, and shows the application's state as it was")
    func longSnapshot() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var chain = try TestChain()
        try store.initialize(state: chain.state, changes: chain.genesisChanges)
        let key = Array("genesis".utf8)
        #expect(throws: StoreError.self) { try store.read(within: .zero) { try $0.applicationValue(key) } }
        let before = chain.state
        let kept = try store.read(within: .seconds(60)) { (snapshot: ChainSnapshot) throws in
            try store.commit(chain.grow(changes: [StagedChange(key: key, value: [9])]))
            #expect(try snapshot.state == before)
            #expect(try snapshot.applicationState.value(of: key) == [1, 2, 3])
            #expect(try snapshot.applicationState.value(of: [0]) == nil)
            return snapshot.applicationState
        }
        #expect(throws: ApplicationError.self) { try kept.value(of: key) }
    }

    @Test("Where no store is, none is opened for reading")
    func readingNothing() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StoreError.self) { try ChainStore(reading: folder.path) }
    }

    @Test("The fault model, which no message carries, is kept")
    func faultModel() throws {
        let folder = try TemporaryFolder()
        var parameters = ConsensusParameters()
        parameters.faultModel = .crash
        let chain = try TestChain(parameters: parameters)
        let store = try store(folder)
        try store.initialize(state: chain.state, changes: [])
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.state?.consensusParameters.faultModel == .crash)
            #expect(try snapshot.parameters(at: 1)?.faultModel == .crash)
        }
    }

    @Test("The longest snapshot is measured")
    func longestRead() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        _ = store.takeLongestRead()
        #expect(store.takeLongestRead() == .zero)
        try store.read { _ in }
        #expect(store.takeLongestRead() > .zero)
    }

    @Test("A compact copy is a store")
    func compact() throws {
        let folder = try TemporaryFolder()
        var chain = try TestChain()
        do {
            let store = try store(folder)
            try store.initialize(state: chain.state, changes: chain.genesisChanges)
            for index in 0..<5 { try store.commit(chain.grow([[UInt8(index)]])) }
            let other = folder.path(of: "copy")
            _ = try DataFolder(other)
            try store.compact(to: other + "/chain.lmdb")
        }
        try check(try ChainStore(in: DataFolder(folder.path(of: "copy"))), chain, 1)
    }
}
