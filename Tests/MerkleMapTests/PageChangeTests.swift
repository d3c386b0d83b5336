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
