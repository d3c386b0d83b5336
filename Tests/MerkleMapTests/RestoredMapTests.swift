import ABCI
import Chain
import Cryptography
import Testing

@testable import MerkleMap

@Suite("Maps that are made of a copy's entries")
struct RestoredMapTests {
    @Test("The digest of entries is the root of the map that holds them", arguments: [0, 1, 2, 3, 50, 2_000])
    func digest(_ count: Int) throws {
        for kind in [KeyKind.random, .nested] {
            var generator = Seeded(UInt64(count) + 5)
            var twin = Twin(map: try MerkleMap(reader: MemoryStore()))
            _ = try twin.change(count, kind, &generator)
            var digest = MapDigest()
            let sorted = twin.sorted
            let taken = sorted.count { digest.add($0) }
            #expect(taken == sorted.count)
            #expect(digest.root == twin.map.rootHash)
            #expect(digest.count == UInt64(twin.sorted.count))
        }
    }

    @Test("The digest refuses what no map could hold in this order")
    func refusedEntries() {
        var digest = MapDigest()
        let long = [UInt8](repeating: 1, count: MerkleMap.keyBytesMaximum + 1)
        let keys: [[UInt8]] = [[], long, [2, 1], [2, 1], [2], [1, 9], [0]]
        let taken = keys.map { digest.add(MapEntry(key: $0, value: [1])) }
        #expect(taken == [false, false, true, false, false, false, false])
        let root = MapHash.leaf(key: [2, 1], value: [1])
        #expect(digest.root == root && digest.count == 1)
    }

    @Test(
        "A map restored in parts is the one restored at once, and leaves nothing behind",
        arguments: [1, 7, 100, 5_000])
    func parts(_ size: Int) throws {
        var generator = Seeded(77)
        var original = Twin(map: try MerkleMap(reader: MemoryStore()))
        _ = try original.change(1_500, .random, &generator)
        _ = try original.change(1_500, .nested, &generator)
        let store = MemoryStore()
        var map = try MerkleMap(reader: store, pageBytesMaximum: 4_000)
        var count = 0
        for entry in original.sorted {
            try map.set(entry.key, entry.value)
            count += 1
            if count % size != 0 { continue }
            store.apply(try map.commitPart(version: 40))
            map.dropCache()
        }
        store.apply(try map.commitPart(version: 40))
        #expect(map.rootHash == original.map.rootHash)

        var restored = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: 4_000))
        #expect(restored.map.version == 40)
        #expect(restored.map.rootHash == original.map.rootHash)
        #expect(try restored.map.entries(limit: .max) == original.sorted)
        #expect(try restored.map.at(39) == nil)
        let keys = store.contents.keys
        #expect(keys.filter { $0[1] == UInt8(ascii: "c") || $0[1] == UInt8(ascii: "g") }.isEmpty)
        #expect(try keys.filter { $0[1] == UInt8(ascii: "p") }.count == pages(restored.map))

        // It goes on as any other, and all that was restored can be removed again.
        for entry in original.sorted { try restored.set(entry.key, entry.value) }
        for height in 41...300 {
            if height < 200 { _ = try restored.change(20, .random, &generator) }
            store.apply(try restored.map.commit(version: Height(Int64(height))))
            if height == 60 {
                #expect(try restored.map.at(40)?.entries(limit: .max) == original.sorted)
            }
        }
        #expect(try MerkleMap(reader: store).entries(limit: .max) == restored.sorted)
        #expect(try store.contents.keys.filter { $0[1] == UInt8(ascii: "p") }.count == pages(restored.map))
    }

    private func pages(_ map: MerkleMap) throws -> Int {
        var pages = 0
        func count(_ page: Page) throws {
            pages += 1
            for index in page.slots.indices where page.slots[index].isPage {
                try count(try page.page(at: index, map.storage))
            }
        }
        try count(map.root)
        return pages
    }
}
