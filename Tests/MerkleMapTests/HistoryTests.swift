import ABCI
import Chain
import Cryptography
import Testing

@testable import MerkleMap

@Suite("Heights before the last")
struct HistoryTests {
    @Test(
        "Each of the last hundred heights can be read and proven, and no more is stored",
        arguments: [4_000, 4_000_000])
    func hundred(_ bytes: Int) throws {
        let store = MemoryStore()
        var generator = Seeded(21)
        var twin = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: bytes))
        var past: [Height: Twin] = [:]
        for number in 1...230 {
            let height = Height(Int64(number))
            if number % 5 != 0 { _ = try twin.change(12, number % 2 == 0 ? .random : .nested, &generator) }
            store.apply(try twin.map.commit(version: height))
            past[height] = twin
            if number % 23 != 0 { continue }
            for distance in [0, 1, 2, 50, 98, 99, 100, 101] {
                let age = Height(height.rawValue - Int64(distance))
                guard let old = past[age] else { continue }
                let map = try twin.map.at(age)
                guard height.rawValue - age.rawValue < MerkleMap.historyHeights else {
                    #expect(map == nil, "height \(age) at \(height)")
                    continue
                }
                #expect(map?.rootHash == old.map.rootHash)
                #expect(try map?.entries(limit: .max) == old.sorted, "height \(age) at \(height)")
                #expect(map?.version == age)
                let key = old.sorted[generator.below(old.sorted.count)].key
                try map?.proof(of: key).verify(root: old.map.rootHash, key: key, value: old.model[key])
            }
        }
        #expect(try twin.map.at(231) == nil)
        #expect(try twin.map.at(0) == nil)
        // Were anything forgotten for good, it would show once nothing changes any more.
        for number in 231...480 { store.apply(try twin.map.commit(version: Height(Int64(number)))) }
        let keys = store.contents.keys
        #expect(keys.filter { $0[1] == UInt8(ascii: "c") || $0[1] == UInt8(ascii: "g") }.isEmpty)
        #expect(keys.filter { $0[1] == UInt8(ascii: "r") }.count == 100)
        #expect(
            keys.filter { $0[1] == UInt8(ascii: "v") }.count
                == twin.sorted.filter { !Leaf(key: $0.key, value: $0.value).isSmall }.count)
        var pages = 0
        func count(_ page: Page) throws {
            pages += 1
            for index in page.slots.indices where page.slots[index].isPage {
                try count(try page.page(at: index, twin.map.storage))
            }
        }
        try count(twin.map.root)
        #expect(keys.filter { $0[1] == UInt8(ascii: "p") }.count == pages)
    }

    @Test("A height being read stays readable while further blocks become durable")
    func readsBesideWrites() throws {
        let store = MemoryStore()
        var generator = Seeded(4)
        var twin = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: 4_000))
        _ = try twin.change(2000, .random, &generator)
        store.apply(try twin.map.commit(version: 1))
        let reader = try MerkleMap(reader: store)
        let old = twin
        for height in 2...90 {
            _ = try twin.change(40, .random, &generator)
            store.apply(try twin.map.commit(version: Height(Int64(height))))
            #expect(try reader.entries(in: KeyRange(from: generator.bytes(1)), limit: 20).count <= 20)
        }
        #expect(try reader.entries(limit: .max) == old.sorted)
        for height in 91...210 {
            _ = try twin.change(40, .random, &generator)
            store.apply(try twin.map.commit(version: Height(Int64(height))))
        }
        #expect(throws: ApplicationError.self) { try reader.entries(limit: .max) }
    }

    @Test("A block that is repeated after a restart leaves the same behind")
    func repeatedBlock() throws {
        let store = MemoryStore()
        var generator = Seeded(6)
        var twin = Twin(map: try MerkleMap(reader: store))
        _ = try twin.change(300, .random, &generator)
        store.apply(try twin.map.commit(version: 0))
        func block(_ map: MerkleMap) throws -> (MerkleMap, [StagedChange]) {
            var map = map
            var generator = Seeded(99)
            for _ in 0..<100 { try map.set(generator.bytes(32), generator.bytes(120)) }
            return (map, try map.commit(version: 1))
        }
        let (first, changes) = try block(twin.map)
        let (again, same) = try block(twin.map)
        let (restarted, restartedChanges) = try block(try MerkleMap(reader: store))
        #expect(changes == same && changes == restartedChanges)
        #expect(Set(changes.map(\.key)).count == changes.count)
        #expect(first.rootHash == again.rootHash && first.rootHash == restarted.rootHash)
        store.apply(changes)
        let once = store.contents
        store.apply(restartedChanges)
        #expect(store.contents == once)
        #expect(try MerkleMap(reader: store).rootHash == first.rootHash)
    }

    @Test("Versions rise, and need not be without gaps")
    func versions() throws {
        let store = MemoryStore()
        var map = try MerkleMap(reader: store)
        #expect(map.version == nil)
        #expect(throws: ApplicationError("the state of height -1 cannot follow that of 0")) {
            try map.commit(version: -1)
        }
        store.apply(try map.commit(version: 0))
        #expect(try MerkleMap(reader: store).version == 0)
        #expect(throws: ApplicationError("the state of height 0 cannot follow that of 0")) {
            try map.commit(version: 0)
        }
        try map.set([1], [1])
        store.apply(try map.commit(version: 1_000_000))
        try map.set([1], [2])
        store.apply(try map.commit(version: 1_000_001))
        #expect(try map.at(1_000_000)?.value(of: [1]) == [1])
        #expect(try map.at(999_999) == nil)
    }

    @Test("What is in memory is bounded, and what is not durable yet is in it")
    func memory() throws {
        let store = MemoryStore()
        var generator = Seeded(14)
        var map = try MerkleMap(reader: store, pageBytesMaximum: 100_000)
        var waiting: [StagedChange] = []
        for height in 1...60 {
            for _ in 0..<200 { try map.set(generator.bytes(32), generator.bytes(200)) }
            let changes = try map.commit(version: Height(Int64(height)))
            // The block before becomes durable now: this one is only in memory.
            store.apply(waiting)
            waiting = changes
            #expect(try map.entries(limit: .max).count == 200 * height)
        }
        store.apply(waiting)
        _ = try map.commit(version: 61)
        _ = try map.commit(version: 62)
        #expect(map.ledger.pageBytes <= 100_000)
        var inMemory = 0
        func count(_ page: Page) {
            inMemory += page.memoryBytes
            for index in page.slots.indices { if let page = page.child(at: index) { count(page) } }
        }
        count(map.root)
        #expect(inMemory == map.ledger.pageBytes)
        #expect(try map.entries(limit: .max).count == 200 * 60)
    }
}
