import Chain
import Cryptography
import Testing

@testable import MerkleMap

@Suite("Stored pages")
struct PageCodecTests {
    /// A page's body: leaves that stand elsewhere, with these numbers.
    private func body(_ numbers: [UInt64]) -> [UInt8] {
        numbers.enumerated().reduce(into: []) { body, item in
            let hash = SHA256.hash([UInt8(truncatingIfNeeded: item.element)])
            let slot = Slot(content: .leaf(item.element, front: KeyFront(bytes: item.element)), hash: hash)
            let alone = PageState(.root, version: 1, slots: [slot], bits: [], leafBytes: [])
            // The bits between slots take a byte each.
            body += (item.offset == 0 ? [] : [UInt8(item.offset)]) + PageCodec.encode(alone)
        }
    }

    private func slotCount(_ body: [UInt8], _ name: PageName) throws -> Int {
        try PageCodec.state(name, version: 1, body: body).slots.count
    }

    private let inner = PageName(area: 7, number: 9)

    @Test("A page has as many slots as fit into one, and below the root's at least two")
    func slotCounts() throws {
        let most = UInt64(Page.slotsMaximum)
        #expect(try slotCount(body(Array(1...most)), inner) == Page.slotsMaximum)
        #expect(throws: ByteReader.Failure.self) { try slotCount(body(Array(1...most + 1)), inner) }
        #expect(try slotCount(body([1, 2]), inner) == 2)
        for few: [UInt64] in [[], [1]] {
            #expect(try slotCount(body(few), .root) == few.count)
            #expect(throws: ByteReader.Failure.self) { try slotCount(body(few), inner) }
        }
    }

    @Test("A number that no leaf and no page has is refused")
    func numbers() throws {
        let bound = PackedContent.numbersMaximum
        #expect(try slotCount(body([1, bound - 1]), inner) == 2)
        let good = body([1, 2])
        // The last number is the body's last byte.
        for number in [bound - 1, bound, .max] {
            var writer = ByteWriter()
            writer.varint(number)
            let changed = good.dropLast() + writer.bytes
            if number < bound {
                #expect(try slotCount(changed, inner) == 2)
            } else {
                #expect(throws: ByteReader.Failure.self) { try slotCount(changed, inner) }
            }
        }
    }

    @Test("A body that was cut is refused, or has fewer slots, and random bytes never trap")
    func damage() {
        var generator = Seeded(51)
        let good = body(Array(1...12))
        for count in 0..<good.count {
            guard let slots = try? slotCount(Array(good[..<count]), .root) else { continue }
            #expect(slots < 12)
        }
        for _ in 0..<2_000 {
            _ = try? slotCount(generator.bytes(generator.below(200)), inner)
            var changed = good
            changed[generator.below(changed.count)] = UInt8(generator.below(256))
            _ = try? slotCount(changed, inner)
        }
    }
}
