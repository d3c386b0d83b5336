import ABCI
import Chain
import Testing

@testable import MerkleMap

@Suite("Whole pages, stored in rounds")
struct SweepTests {
    private func count(_ kind: Unicode.Scalar, in changes: [StagedChange]) -> Int {
        changes.count { $0.key[1] == UInt8(ascii: kind) && $0.value != nil }
    }

    /// How many pages' changes there are.
    private func pagesChanged(in changes: [StagedChange]) throws -> Int {
        var count = 0
        for change in changes where change.key[1] == UInt8(ascii: "c") {
            var group = ByteReader(change.value ?? [])
            while !group.isAtEnd {
                _ = try group.varint()
                _ = try group.counted()
                count += 1
            }
        }
        return count
    }

    @Test("A block writes the changes of the pages that it touches, and few whole pages")
    func fewPages() throws {
        let store = MemoryStore()
        var generator = Seeded(41)
        var map = try MerkleMap(reader: store)
        for _ in 0..<20_000 { try map.set(generator.bytes(32), generator.bytes(100)) }
        let founding = try map.commit(version: 0)
        #expect(count("c", in: founding) == 0)
        let pages = count("p", in: founding)
        #expect(pages > 600)
        store.apply(founding)
        var (changes, whole) = (0, 0)
        for height in 1...300 {
            for _ in 0..<100 { try map.set(generator.bytes(32), generator.bytes(100)) }
            let block = try map.commit(version: Height(Int64(height)))
            changes += try pagesChanged(in: block)
            #expect(count("c", in: block) <= 512)
            whole += count("p", in: block)
            store.apply(block)
        }
        #expect(changes > 300 * 100)
        #expect(whole < changes / 3)
        // Nothing waits for longer than two rounds and a hundred heights.
        let waiting = store.contents.keys.filter { $0[1] == UInt8(ascii: "g") }.count
        #expect(waiting < 300)
    }

    @Test("After a restart in the middle of a round it goes on where it was", arguments: [300, 30_000, 4_000_000])
    func restarts(_ bytes: Int) throws {
        let store = MemoryStore()
        var generator = Seeded(42)
        var twin = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: bytes))
        for number in 0...200 {
            let kinds = KeyKind.allCases
            if number % 7 != 0 { _ = try twin.change(40, kinds[number % kinds.count], &generator) }
            let fresh = try MerkleMap(reader: store, pageBytesMaximum: bytes)
            store.apply(try twin.map.commit(version: Height(Int64(number))))
            if number % 3 == 0 { twin.map = try MerkleMap(reader: store, pageBytesMaximum: bytes) }
            if number % 20 == 0 {
                #expect(try twin.map.entries(limit: .max) == twin.sorted)
                if number > 0 { #expect(fresh.version == Height(Int64(number - 1))) }
            }
        }
        // All pages are stored as they are once there was time for it: then no change is needed any more.
        for number in 201...500 { store.apply(try twin.map.commit(version: Height(Int64(number)))) }
        #expect(store.contents.keys.filter { $0[1] == UInt8(ascii: "c") || $0[1] == UInt8(ascii: "g") }.isEmpty)
        #expect(try MerkleMap(reader: store).entries(limit: .max) == twin.sorted)
    }

    @Test(
        "Many blocks are made before one is durable, as while a node catches up", arguments: [300, 30_000, 4_000_000])
    func blocksAhead(_ bytes: Int) throws {
        let store = MemoryStore(), prompt = MemoryStore()
        var generator = Seeded(44), same = Seeded(44)
        var ahead = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: bytes))
        var beside = Twin(map: try MerkleMap(reader: prompt, pageBytesMaximum: bytes))
        var waiting: [[StagedChange]] = []
        for number in 0...200 {
            let kind = KeyKind.allCases[number % KeyKind.allCases.count]
            _ = try ahead.change(40, kind, &generator)
            _ = try beside.change(40, kind, &same)
            waiting.append(try ahead.map.commit(version: Height(Int64(number))))
            prompt.apply(try beside.map.commit(version: Height(Int64(number))))
            #expect(ahead.map.rootHash == beside.map.rootHash)
            // Then one, then many of them at once.
            if number % 50 > 32 || number % 50 == 7 { store.apply(waiting.removeFirst()) }
            if number % 50 == 49 { while !waiting.isEmpty { store.apply(waiting.removeFirst()) } }
        }
        #expect(try ahead.map.entries(limit: .max) == ahead.sorted)
        while !waiting.isEmpty { store.apply(waiting.removeFirst()) }
        let reopened = try MerkleMap(reader: store)
        #expect(try reopened.entries(limit: .max) == ahead.sorted && reopened.rootHash == beside.map.rootHash)
    }

    @Test("A page is read though all of it is stored anew, and changes go, between two reads")
    func readsBesideWrites() throws {
        let store = MemoryStore()
        var generator = Seeded(43)
        var map = try MerkleMap(reader: store)
        for _ in 0..<2000 { try map.set(generator.bytes(32), generator.bytes(100)) }
        store.apply(try map.commit(version: 0))
        let keys = try map.entries(limit: .max).map(\.key)
        var later: [[StagedChange]] = []
        for height in 1...60 {
            for _ in 0..<20 { try map.set(keys[generator.below(keys.count)], generator.bytes(100)) }
            store.apply(try map.commit(version: Height(Int64(height))))
        }
        let root = map.rootHash
        let entries = try map.entries(limit: .max)
        let late = MemoryStore()
        late.contents = store.contents
        for height in 61..<159 {
            for _ in 0..<20 { try map.set(keys[generator.below(keys.count)], generator.bytes(100)) }
            let block = try map.commit(version: Height(Int64(height)))
            store.apply(block)
            later.append(block)
        }
        let waiting = LateStore(late, later.reversed())
        let old = try MerkleMap(reader: waiting)
        #expect(old.version == 60 && old.rootHash == root)
        // With every few reads another block becomes durable.
        waiting.isMoving = true
        #expect(try old.entries(limit: .max) == entries)
        #expect(waiting.isEmpty)
    }
}

/// A store that becomes newer between reads.
private final class LateStore: StateReader, @unchecked Sendable {
    private let store: MemoryStore
    private var later: [[StagedChange]]
    private var reads = 0
    var isMoving = false

    /// - Parameter later: Blocks, the next one last.
    init(_ store: MemoryStore, _ later: [[StagedChange]]) {
        self.store = store
        self.later = later
    }

    var isEmpty: Bool { later.isEmpty }

    func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? {
        if isMoving {
            reads += 1
            if reads % 3 == 0, let block = later.popLast() { store.apply(block) }
        }
        return try store.value(of: key)
    }
}
