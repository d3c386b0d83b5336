import ABCI
import Chain
import Execution
import Store
import StoreFixtures
import Testing

@Suite("Pruning")
struct PruningTests {
    private func parameters(ageBlocks: Int64) -> ConsensusParameters {
        var parameters = ConsensusParameters()
        parameters.evidence.maxAgeBlocks = ageBlocks
        parameters.evidence.maxAgeDuration = Nanoseconds(1)
        return parameters
    }

    @Test("Blocks below the height go with their index; what evidence may be about stays until it is too old")
    func prune() throws {
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        var chain = try TestChain(parameters: parameters(ageBlocks: 8))
        try store.initialize(state: chain.state, changes: [])
        for index in 1...20 { try store.commit(chain.grow([[UInt8(index)], [99]])) }
        #expect(try store.prune(below: 0))
        #expect(try !store.prune(below: 15, limit: 3))
        try store.read { (snapshot: ChainSnapshot) throws in #expect(try snapshot.base == 4) }
        while try !store.prune(below: 15, limit: 3) {}
        #expect(try store.prune(below: 15))
        #expect(try store.prune(below: 5))
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.base == 15)
            #expect(try snapshot.height == 20)
            for record in chain.records {
                let height = record.block.height
                let isKept = height >= 15
                #expect(try snapshot.block(at: height) == (isKept ? record.block : nil))
                #expect((try snapshot.blockMeta(at: height) != nil) == isKept)
                #expect((try snapshot.part(0, ofBlockAt: height) != nil) == isKept)
                #expect((try snapshot.response(at: height) != nil) == isKept)
                #expect((try snapshot.seenCommit(at: height) != nil) == isKept)
                if let hash = record.block.hash {
                    #expect(try snapshot.height(ofBlock: hash) == (isKept ? height : nil))
                }
                let transaction = record.block.data.transactions[0]
                #expect(try snapshot.transaction(transaction.hash)?.height == (isKept ? height : nil))
                // At height 20, evidence of 12 is eight blocks old, and just young enough.
                let isYoung = height >= 12
                #expect((try snapshot.blockMetaForEvidence(at: height) != nil) == isYoung)
                if height < 20 { #expect((try snapshot.commit(at: height) != nil) == isYoung) }
                if isYoung {
                    #expect(try snapshot.validators(at: height) == record.state.lastValidators)
                    #expect(try snapshot.parameters(at: height) == record.state.consensusParameters)
                } else if height > 1 {
                    #expect(try snapshot.validators(at: height) == nil)
                    #expect(try snapshot.parameters(at: height) == nil)
                }
            }
            #expect(try snapshot.transaction(Transaction([99]).hash)?.height == 20)
        }
        try store.commit(chain.grow([[21]]))
        #expect(try store.prune(below: 1000))
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.base == 21)
            #expect(try snapshot.block(at: 21) == chain.records.last?.block)
            #expect(try snapshot.validators(at: 13) == chain.records[12].state.lastValidators)
        }
    }

    @Test("Transactions are found on whichever shelf of the index they stand, until they are pruned")
    func shelves() throws {
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        var chain = try TestChain(validators: 1, parameters: parameters(ageBlocks: 1))
        try store.initialize(state: chain.state, changes: [])
        // Of 32 768 on a shelf: the second block begins near the end of one.
        let many = (0..<32_760).map { [UInt8($0 & 0xff), UInt8($0 >> 8), 0] }
        let few = (0..<20).map { [UInt8($0), 1, 1] }
        try store.commit(chain.grow(many))
        try store.commit(chain.grow(few + [many[5]]))
        try store.commit(chain.grow([[9, 9]]))
        func place(_ transaction: [UInt8]) throws -> [Int64]? {
            try store.read { try $0.transaction(Transaction(transaction).hash) }.map {
                [$0.height.rawValue, Int64($0.index)]
            }
        }
        #expect(try place(many[0]) == [1, 0])
        #expect(try place(many[32_759]) == [1, 32_759])
        #expect(try place(many[5]) == [2, 20])
        #expect(try place(few[0]) == [2, 0])
        #expect(try place(few[7]) == [2, 7])
        #expect(try place(few[8]) == [2, 8])
        #expect(try place([9, 9]) == [3, 0])
        #expect(try place([9, 9, 9]) == nil)
        while try !store.prune(below: 2) {}
        #expect(try place(many[0]) == nil)
        #expect(try place(many[5]) == [2, 20])
        #expect(try place(few[7]) == [2, 7])
        while try !store.prune(below: 3) {}
        #expect(try place(many[5]) == nil)
        #expect(try place(few[7]) == nil)
        #expect(try place(few[8]) == nil)
        #expect(try place([9, 9]) == [3, 0])
    }

    @Test("The file stops growing when as many blocks go as come")
    func reuse() throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(in: DataFolder(folder.path(of: "data")), mapBytes: 2 << 20)
        var chain = try TestChain(parameters: parameters(ageBlocks: 2))
        try store.initialize(state: chain.state, changes: [])
        var generator = SeededGenerator(1)
        // 6 MB of blocks in 2 MB of room.
        for index in 1...120 {
            try store.commit(chain.grow([generator.bytes(50_000)]))
            while try !store.prune(below: Height(Int64(index - 5))) {}
        }
    }
}
