import ABCI
import Chain
import Cryptography
import Execution
import Store
import StoreFixtures
import Testing
import Wire

@Suite("Transactions by the heights of their blocks")
struct NumberedTransactionsTests {
    /// Blocks with so many transactions, at heights from 1 on.
    private static let counts = [0, 3, 0, 0, 1, 5, 0, 2, 0]

    private func grown(_ store: ChainStore) throws -> TestChain {
        var parameters = ConsensusParameters()
        parameters.evidence.maxAgeBlocks = 1
        parameters.evidence.maxAgeDuration = Nanoseconds(1)
        var chain = try TestChain(validators: 1, parameters: parameters)
        try store.initialize(state: chain.state, changes: [])
        for (index, count) in Self.counts.enumerated() {
            try store.commit(chain.grow((0..<count).map { [UInt8(index), UInt8($0)] }))
        }
        return chain
    }

    /// What looking at all blocks finds.
    private func expected(_ chain: TestChain, _ heights: ClosedRange<Height>, from base: Height) -> [TxResult] {
        chain.records.filter { heights.contains($0.block.height) && $0.block.height >= base }.flatMap { record in
            record.block.data.transactions.enumerated().map { index, transaction in
                TxResult(
                    height: record.block.height, index: UInt32(index), tx: transaction,
                    result: record.response.txResults[index])
            }
        }
    }

    private func check(_ store: ChainStore, _ chain: TestChain, from base: Int64) throws {
        for lower in base...9 {
            for upper in lower...9 {
                let heights = Height(lower)...Height(upper)
                let all = expected(chain, heights, from: Height(base))
                try store.read { (snapshot: ChainSnapshot) throws in
                    #expect(try snapshot.transactionCount(in: heights) == all.count)
                    #expect(try snapshot.transactions(in: heights, at: 0..<all.count) == all)
                    for place in all.indices {
                        let end = min(place + 2, all.count)
                        #expect(try snapshot.transactions(in: heights, at: place..<end) == Array(all[place..<end]))
                    }
                    #expect(try snapshot.transactions(in: heights, at: all.count..<all.count + 5) == [])
                }
            }
        }
    }

    @Test("Every page of every range of heights is what looking at all blocks finds, after each pruning too")
    func ranges() throws {
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        let chain = try grown(store)
        try check(store, chain, from: 1)
        for base: Int64 in [2, 3, 6, 9] {
            while try !store.prune(below: Height(base)) {}
            try check(store, chain, from: base)
        }
    }

    @Test("A store of before there were numbers gets them when it is opened, and goes on")
    func upgrade() throws {
        let folder = try TemporaryFolder()
        var chain = try grown(try folder.chainStore())
        // Under another key the entries are as good as gone.
        for number: UInt64 in [0, 3, 4, 9] {
            let inverse = withUnsafeBytes(of: (~number).bigEndian, Array.init)
            #expect(try folder.replace([UInt8(ascii: "n")] + inverse, [UInt8(ascii: "m")] + inverse) > 0)
        }
        func stored(_ schema: String) -> [UInt8] {
            let key = Array("schema".utf8)
            let checksum = CRC32C.of(Array(schema.utf8), seed: CRC32C.of(key))
            return key + Array(schema.utf8) + withUnsafeBytes(of: checksum.littleEndian, Array.init)
        }
        do {
            let store = try folder.chainStore()
            #expect(throws: StoreError.self) {
                _ = try store.read { (snapshot: ChainSnapshot) throws in try snapshot.transactions(in: 1...9, at: 0..<5)
                }
            }
        }
        #expect(try folder.replace(stored("4"), stored("3")) > 0)
        let store = try folder.chainStore()
        try check(store, chain, from: 1)
        try store.commit(chain.grow([[100], [101]]))
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.transactions(in: 10...10, at: 0..<5).map(\.tx.bytes) == [[100], [101]])
            #expect(try snapshot.transactionCount(in: 1...10) == 13)
        }
    }

    @Test("A store without transactions finds none")
    func empty() throws {
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        var chain = try TestChain(validators: 1)
        try store.initialize(state: chain.state, changes: [])
        for _ in 0..<3 { try store.commit(chain.grow([])) }
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.transactionCount(in: 1...3) == 0)
            #expect(try snapshot.transactions(in: 1...3, at: 0..<5) == [])
        }
    }
}
