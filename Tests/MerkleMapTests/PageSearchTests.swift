import Cryptography
import Testing

@testable import MerkleMap

@Suite("The way through a page")
struct PageSearchTests {
    /// The trie over the keys of a page, from its root down: what a page finds in one pass.
    private struct Trie {
        let bits: [UInt32]

        /// The index of the lowest bit of a part.
        func division(_ part: Range<Int>) -> Int {
            (part.lowerBound..<part.upperBound - 1).min { bits[$0] < bits[$1] } ?? part.lowerBound
        }

        func part(on key: [UInt8], before bit: UInt32?) -> Range<Int> {
            var part = 0..<bits.count + 1
            while part.count > 1 {
                let middle = division(part)
                if let bit, bits[middle] > bit { break }
                part =
                    KeyBits.isSet(bits[middle], in: key)
                    ? middle + 1..<part.upperBound : part.lowerBound..<middle + 1
            }
            return part
        }

        /// The indices of the bits on the way to a slot.
        func path(to index: Int) -> Set<Int> {
            var path: Set<Int> = []
            var part = 0..<bits.count + 1
            while part.count > 1 {
                let middle = division(part)
                path.insert(middle)
                part = index <= middle ? part.lowerBound..<middle + 1 : middle + 1..<part.upperBound
            }
            return path
        }
    }

    /// Keys that share fronts, and lengths that differ.
    private static func key(_ generator: inout Seeded) -> [UInt8] {
        (0..<1 + generator.below(4)).map { _ in UInt8([0, 1, 2, 128, 255][generator.below(5)]) }
    }

    private static func keys(_ count: Int, _ generator: inout Seeded) -> [[UInt8]] {
        var keys: Set<[UInt8]> = []
        while keys.count < count { keys.insert(key(&generator)) }
        return keys.sorted { $0.precedes($1) }
    }

    private static func page(_ keys: [[UInt8]]) -> Page {
        let slots = keys.map { key in
            Slot(content: .leaf(1, front: nil), hash: MapHash.leaf(key: key, value: []))
        }
        let bits = zip(keys, keys.dropFirst()).compactMap { KeyBits.firstDifference($0, $1) }
        return Page(.root, slots: slots, bits: bits)
    }

    private static func bits(of page: Page) -> [UInt32] { (0..<page.view.bitCount).map { page.bit(at: $0) } }

    /// The bits at which the hash is not known.
    private static func unknown(_ page: Page) -> Set<Int> {
        Set((0..<page.view.bitCount).filter { page.view.part(at: $0) == nil })
    }

    @Test("A key leads to the slot and the part to which the bits of the trie lead it", arguments: 1...33)
    func search(_ count: Int) throws {
        var generator = Seeded(UInt64(count))
        for _ in 0..<20 {
            let keys = PageSearchTests.keys(count, &generator)
            let page = PageSearchTests.page(keys)
            let bits = PageSearchTests.bits(of: page)
            let trie = Trie(bits: bits)
            for (index, key) in keys.enumerated() { #expect(page.index(near: key) == index) }
            for _ in 0..<50 {
                let key = PageSearchTests.key(&generator)
                #expect(page.part(on: key, before: nil) == trie.part(on: key, before: nil))
                for bit in bits + [0, UInt32(generator.below(40)), .max] {
                    #expect(page.part(on: key, before: bit) == trie.part(on: key, before: bit))
                }
            }
        }
    }

    @Test("Of a slot that changes exactly the hashes above it are forgotten", arguments: 1...33)
    func forgetting(_ count: Int) {
        var generator = Seeded(UInt64(100 + count))
        let whole = PageSearchTests.page(PageSearchTests.keys(count, &generator))
        let trie = Trie(bits: PageSearchTests.bits(of: whole))
        for index in 0..<count {
            var page = whole
            let hash = page.keepHash()
            #expect(PageSearchTests.unknown(page).isEmpty)
            page.forgetHashes(above: index)
            #expect(PageSearchTests.unknown(page) == trie.path(to: index))
            #expect(page.keepHash() == hash)
        }
    }

    @Test("A page without slots leads nowhere")
    func empty() {
        #expect(Page(.root).part(on: [1], before: nil).isEmpty)
    }
}
