import Chain
import Testing

@testable import MerkleMap

@Suite("Changes of pages")
struct PageChangeTests {
    /// Bodies as they follow one another: some bytes changed, some put in, some taken out.
    private static func next(_ body: [UInt8], _ generator: inout Seeded) -> [UInt8] {
        var body = body
        for _ in 0..<1 + generator.below(4) {
            let place = generator.below(body.count + 1)
            switch generator.below(4) {
            case 0: body.insert(contentsOf: generator.bytes(generator.below(50)), at: place)
            case 1: body.removeSubrange(place..<min(body.count, place + generator.below(50)))
            default:
                for index in place..<min(body.count, place + 1 + generator.below(40)) {
                    body[index] ^= UInt8(1 + generator.below(255))
                }
            }
        }
        return body
    }

    @Test("A change leads from the page before to the page after and back, also once it was stored")
    func bothWays() throws {
        var generator = Seeded(31)
        var body = generator.bytes(900)
        for height: Int64 in 1...2000 {
            let after = PageChangeTests.next(body, &generator)
            let change = PageChange(from: body, of: Height(height), to: after)
            let stored = try PageChange(change.bytes)
            #expect(stored.bytes == change.bytes)
            #expect(stored.previous == Height(height))
            for change in [change, stored] {
                #expect(try change.after(body) == after)
                #expect(try change.before(after) == body)
            }
            body = after
        }
        let making = try PageChange(PageChange(making: body).bytes)
        #expect(making.previous == nil)
        #expect(try making.after([]) == body)
        #expect(throws: ByteReader.Failure.self) { try making.before(body) }
    }

    @Test(
        "What leads from a page to the next is found without encoding both, and as short", arguments: KeyKind.allCases)
    func comparison(_ kind: KeyKind) throws {
        var generator = Seeded(34)
        let store = MemoryStore()
        var twin = Twin(map: try MerkleMap(reader: store))
        var (compared, encoded) = (0, 0)
        for height in 0..<200 {
            let before = twin.map.root.stored
            // The root's page has leaves at first, and pages later.
            let count = 1 + generator.below(height < 100 ? 2 : 20)
            _ = try twin.change(count, kind, &generator)
            store.apply(try twin.map.commit(version: Height(Int64(height))))
            guard let before, let after = twin.map.root.stored, before.version != after.version else { continue }
            let change = PageComparison(before, after).change
            #expect(change.previous == before.version)
            #expect(try change.after(before.body) == after.body)
            #expect(try change.before(after.body) == before.body)
            for part in [0..<after.slots.count, 0..<after.slots.count / 2, after.slots.count / 2..<after.slots.count] {
                #expect(PageCodec.byteCount(after, part) == PageCodec.encode(after, part).count)
            }
            compared += change.bytes.count
            encoded += PageChange(from: before.body, of: before.version, to: after.body).bytes.count
        }
        #expect(encoded > 5000)
        #expect(compared < encoded + encoded / 10)
    }

    @Test(
        "The changes of a height are found in their groups, and what was cut is refused or found not to be there",
        arguments: [700, 9000])
    func groups(_ count: Int) throws {
        var generator = Seeded(35)
        var settlement = Settlement(version: 8, isFirst: false)
        var bodies: [UInt64: [UInt8]] = [:]
        let areMany = ChangeGroup.areMany(count)
        #expect(areMany == (count == 9000))
        while bodies.count < count { bodies[UInt64(generator.below(100_000))] = generator.bytes(30) }
        for (page, body) in bodies { settlement.add(PageChange(making: body), of: page) }
        let groups = settlement.groups
        #expect(groups.map(\.index) == Set(bodies.keys.map { ChangeGroup.index(of: $0, ofMany: areMany) }).sorted())
        let found = Dictionary(uniqueKeysWithValues: groups)
        for page in Set(bodies.keys).union((0..<1000).map { UInt64($0) }) {
            guard let group = found[ChangeGroup.index(of: page, ofMany: areMany)] else { continue }
            let body = try ChangeGroup.change(of: page, in: group)?.after([])
            #expect(body == bodies[page])
        }
        for group in groups.prefix(5).map(\.bytes) {
            for count in 0..<group.count {
                for page in 0..<UInt64(20) { _ = try? ChangeGroup.change(of: page, in: Array(group[..<count])) }
            }
            for _ in 0..<50 {
                let bytes = generator.bytes(40)
                for page in 0..<UInt64(20) { _ = try? ChangeGroup.change(of: page, in: bytes) }
            }
        }
    }

    @Test("The change of a hash in a page, and of a slot that comes, take little more than these")
    func size() {
        var generator = Seeded(32)
        let body = generator.bytes(1200)
        var other = body
        for index in 500..<532 { other[index] ^= 1 }
        for index in 900..<932 { other[index] ^= 0xff }
        #expect(PageChange(from: body, of: 1_000_000, to: other).bytes.count < 64 + 12)
        other.insert(contentsOf: generator.bytes(40), at: 300)
        #expect(PageChange(from: body, of: 1_000_000, to: body[..<700] + [1, 2, 3] + body[700...]).bytes.count < 16)
    }

    @Test("A change that was cut, or that is not of this page, is refused or gives other bytes, and never traps")
    func damage() throws {
        var generator = Seeded(33)
        for _ in 0..<300 {
            let body = generator.bytes(200)
            let bytes = PageChange(from: body, of: 7, to: PageChangeTests.next(body, &generator)).bytes
            for count in 0..<bytes.count { PageChangeTests.apply(Array(bytes[..<count]), to: body) }
            PageChangeTests.apply(bytes, to: [])
            PageChangeTests.apply(bytes, to: generator.bytes(generator.below(300)))
        }
        for _ in 0..<20_000 {
            PageChangeTests.apply(
                [UInt8(generator.below(4))] + generator.bytes(generator.below(40)), to: generator.bytes(60))
        }
        #expect(throws: ByteReader.Failure.self) { try PageChange([]) }
        #expect(throws: ByteReader.Failure.self) { try PageChange([3, 1]) }
        let change = PageChange(from: [1, 2, 3], of: 7, to: [1, 9, 9, 3])
        #expect(throws: ByteReader.Failure.self) { try change.after([1, 2, 2, 3]) }
    }

    private static func apply(_ bytes: [UInt8], to body: [UInt8]) {
        guard let change = try? PageChange(bytes) else { return }
        _ = try? change.after(body)
        _ = try? change.before(body)
    }
}
