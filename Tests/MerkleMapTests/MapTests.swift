import ABCI
import Chain
import Cryptography
import Testing
import Wire

@testable import MerkleMap

@Suite("The map")
struct MapTests {
    @Test(
        "A map has what was set and not removed, in order, both ways, whatever is in memory",
        arguments: KeyKind.allCases)
    func dictionary(_ kind: KeyKind) throws {
        let store = MemoryStore()
        var generator = Seeded(11)
        var twin = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: 6_000))
        for height in 1...24 {
            #expect(try twin.change(60, kind, &generator).wrong == 0)
            if height % 8 == 0 { try expectSame(twin, "before commit \(height)", &generator) }
            store.apply(try twin.map.commit(version: Height(Int64(height))))
            if height % 6 == 0 { try expectSame(twin, "height \(height)", &generator) }
            if height % 7 == 0 { twin.map = try MerkleMap(reader: store, pageBytesMaximum: 6_000) }
        }
        #expect(twin.model.count > 100)
        for key in twin.sorted.map(\.key) { #expect(try twin.map.remove(key)) }
        #expect(twin.map.rootHash == MerkleMap.emptyRoot)
        #expect(try twin.map.entries(limit: 10).isEmpty)
        store.apply(try twin.map.commit(version: 25))
        #expect(try MerkleMap(reader: store).rootHash == MerkleMap.emptyRoot)
        for height in 26...130 { store.apply(try twin.map.commit(version: Height(Int64(height)))) }
        // The last height, its root and a hundred in all, and the root's page are left.
        #expect(store.contents.count == 1 + 100 + 1)
        #expect(try MerkleMap(reader: store).entries(limit: 10).isEmpty)
    }

    private func expectSame(_ twin: Twin, _ place: String, _ generator: inout Seeded) throws {
        let sorted = twin.sorted
        #expect(try twin.map.entries(limit: .max) == sorted, "\(place)")
        #expect(try twin.map.entries(limit: .max, descending: true) == sorted.reversed(), "\(place)")
        for _ in 0..<15 {
            let keys = (0..<2).map { _ in
                generator.below(2) == 0 || sorted.isEmpty
                    ? KeyKind.nested.key(&generator) : sorted[generator.below(sorted.count)].key
            }
            let key = keys[0]
            #expect(try twin.map.value(of: key) == twin.model[key])
            let ranges = [
                KeyRange(from: keys[0]), KeyRange(upTo: keys[0]), KeyRange(from: keys[0], upTo: keys[1]),
                KeyRange(from: keys[0], through: keys[1]), KeyRange(prefix: Array(key.prefix(1 + generator.below(3)))),
                KeyRange().after(key), KeyRange().before(key),
            ]
            for range in ranges {
                let expected = sorted.filter { range.contains($0.key) }
                let limit = 1 + generator.below(20)
                #expect(try twin.map.entries(in: range, limit: limit) == Array(expected.prefix(limit)))
                #expect(
                    try twin.map.entries(in: range, limit: limit, descending: true)
                        == Array(expected.reversed().prefix(limit)))
            }
        }
    }

    @Test("The root depends on what is in the map, not on how it came there", arguments: KeyKind.allCases)
    func historyIndependence(_ kind: KeyKind) throws {
        var generator = Seeded(5)
        let store = MemoryStore()
        var twin = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: 4_000))
        for height in 1...12 {
            _ = try twin.change(80, kind, &generator)
            store.apply(try twin.map.commit(version: Height(Int64(height))))
        }
        for seed in 0..<4 {
            var shuffler = Seeded(UInt64(seed))
            var map = try MerkleMap(reader: EmptyState())
            for entry in twin.sorted.shuffled(using: &shuffler) { try map.set(entry.key, entry.value) }
            #expect(map.rootHash == twin.map.rootHash)
            // Others come and go.
            for _ in 0..<100 {
                let key = [1, 2, 3] + shuffler.bytes(3)
                try map.set(key, [1])
                _ = try map.remove(key)
            }
            #expect(map.rootHash == twin.map.rootHash)
            _ = try map.commit(version: 1)
            #expect(map.rootHash == twin.map.rootHash)
            // And every single entry counts.
            let entry = twin.sorted[shuffler.below(twin.sorted.count)]
            try map.set(entry.key, entry.value + [0])
            #expect(map.rootHash != twin.map.rootHash)
            try map.set(entry.key, entry.value)
            #expect(map.rootHash == twin.map.rootHash)
            _ = try map.remove(entry.key)
            #expect(map.rootHash != twin.map.rootHash)
        }
    }

    @Test("The root is that of docs/proof.md")
    func vectors() throws {
        var map = try MerkleMap(reader: EmptyState())
        #expect(map.rootHash == SHA256.hash([]))
        func leaf(_ key: [UInt8], _ value: [UInt8]) -> Hash { SHA256.hash([0] + key + SHA256.hash(value).bytes) }
        func inner(_ bit: UInt8, _ left: Hash, _ right: Hash) -> Hash {
            SHA256.hash([1, 0, 0, 0, bit] + left.bytes + right.bytes)
        }
        try map.set([0x80], [1])
        #expect(map.rootHash == leaf([0x80], [1]))
        try map.set([0xc0], [])
        // The second bit of the byte is bit 2.
        #expect(map.rootHash == inner(2, leaf([0x80], [1]), leaf([0xc0], [])))
        try map.set([0x80, 0], [2])
        // Whether there is a second byte is bit 9.
        let both = inner(9, leaf([0x80], [1]), leaf([0x80, 0], [2]))
        #expect(map.rootHash == inner(2, both, leaf([0xc0], [])))
    }

    @Test("A copy stays what it was")
    func snapshots() throws {
        let store = MemoryStore()
        var generator = Seeded(3)
        var twin = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: 4_000))
        var copies: [Twin] = []
        for height in 1...30 {
            _ = try twin.change(50, .random, &generator)
            copies.append(twin)
            store.apply(try twin.map.commit(version: Height(Int64(height))))
            copies.append(twin)
        }
        for copy in copies { #expect(try copy.map.entries(limit: .max) == copy.sorted) }
        #expect(Set(copies.map(\.map.rootHash)).count == 30)
    }

    @Test("A change that cannot read what it needs changes nothing")
    func failingReader() throws {
        let store = MemoryStore()
        var generator = Seeded(8)
        var twin = Twin(map: try MerkleMap(reader: store))
        _ = try twin.change(500, .random, &generator)
        store.apply(try twin.map.commit(version: 1))
        var map = try MerkleMap(reader: store)
        let root = map.rootHash
        store.fail(true)
        let key = twin.sorted[40].key
        #expect(throws: ApplicationError("the disk is on fire")) { try map.set(key, [1]) }
        #expect(throws: ApplicationError.self) { try map.remove(key) }
        #expect(throws: ApplicationError.self) { try map.load(key) }
        #expect(throws: ApplicationError.self) { try map.value(of: key) }
        #expect(throws: ApplicationError.self) { try map.proof(of: key) }
        #expect(throws: ApplicationError.self) { try map.entries(limit: 10) }
        #expect(throws: ApplicationError.self) { try MerkleMap(reader: store) }
        #expect(throws: ApplicationError.self) { try map.commit(version: 101) }
        store.fail(false)
        #expect(map.rootHash == root && map.version == 1)
        #expect(try map.entries(limit: .max) == twin.sorted)
        try map.set(key, [1])
        #expect(try map.load(key) == [1])
    }

    @Test("Keys and values beyond the bounds are refused")
    func bounds() throws {
        var map = try MerkleMap(reader: EmptyState())
        #expect(throws: ApplicationError("a key of the state has 1 to 1024 bytes, got 0")) { try map.set([], [1]) }
        let longest = [UInt8](repeating: 1, count: 1024)
        try map.set(longest, [1])
        #expect(throws: ApplicationError("a key of the state has 1 to 1024 bytes, got 1025")) {
            try map.set(longest + [1], [1])
        }
        #expect(throws: ApplicationError.self) {
            try map.set([1], [UInt8](repeating: 0, count: MerkleMap.valueBytesMaximum + 1))
        }
        #expect(try map.value(of: []) == nil)
        #expect(try map.value(of: longest + [1]) == nil)
        #expect(try map.entries(limit: .max).count == 1)
        #expect(try map.entries(limit: 0).isEmpty)
    }

    @Test("A trie as deep as it can get is read, written and proven")
    func depth() throws {
        let store = MemoryStore()
        var twin = Twin(map: try MerkleMap(reader: store, pageBytesMaximum: 8_000))
        // Every bit of the longest key turns off once.
        for length in 1...MerkleMap.keyBytesMaximum {
            let front = [UInt8](repeating: 0, count: length - 1)
            try twin.set(front + [0], [])
            for bit in 0..<(length % 256 == 0 ? 8 : 1) { try twin.set(front + [1 << UInt8(bit)], [1]) }
        }
        store.apply(try twin.map.commit(version: 1))
        let map = try MerkleMap(reader: store)
        #expect(try map.entries(limit: .max) == twin.sorted)
        let deepest = twin.sorted[1023].key
        let proof = try map.proof(of: deepest)
        #expect(proof.steps.count > 1500)
        try MapProof(protobuf: proof.protobuf).verify(root: map.rootHash, key: deepest, value: twin.model[deepest])
        let (ranged, covered) = try map.rangeProof(in: KeyRange(from: deepest), limit: 100)
        let expected = twin.sorted[1023..<1123]
        #expect(try ranged.verify(root: map.rootHash, range: covered) == Array(expected))
        for key in twin.sorted.map(\.key) { #expect(try twin.map.remove(key)) }
        #expect(twin.map.rootHash == MerkleMap.emptyRoot)
    }
}
