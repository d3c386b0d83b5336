import Chain
import Cryptography
import Evidence
import Store
import StoreFixtures
import Testing

@Suite("Equivocations in the store")
struct EquivocationTests {
    @Test("Those that came with a block, and what the operator said of them, are there after the next start")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let found = [(2, 7), (1, 300), (1, 7)].map { seed, height in
            Equivocation(
                validator: Address(truncating: SHA256.hash([UInt8(seed)])), height: Height(Int64(height)))
        }
        let unknown = SHA256.hash([9])
        do {
            let store = try folder.chainStore()
            var chain = try TestChain()
            try store.initialize(state: chain.state, changes: [])
            try store.commit(try chain.grow([[1]], evidence: EvidenceChanges(equivocations: Array(found[..<2]))))
            try store.commit(try chain.grow([[2]], evidence: EvidenceChanges(equivocations: [found[2], found[0]])))
            try store.resume(after: found[0].hash, at: 1_700_000_000)
            try store.resume(after: unknown, at: 1_700_000_001)
        }
        try folder.chainStore().read { (snapshot: ChainSnapshot) throws in
            let kept = try snapshot.equivocations
            #expect(kept.map(\.height) == [7, 7, 300])
            #expect(Set(kept) == Set(found))
            #expect(try snapshot.resumedAfter == [found[0].hash, unknown])
            #expect(try snapshot.height == 2)
        }
    }
}
