import Chain
import Cryptography
import Testing

@testable import MerkleMap

@Suite("The memory of a page")
struct PageMemoryTests {
    /// What a page's memory holds, in arrays.
    private struct Model {
        struct Place {
            var slot: Slot
            var child: Page?
        }

        var places: [Place] = []
        var bits: [UInt32] = []
        var parts: [Hash?] = []

        func expectSame(_ memory: PageMemory) {
            withExtendedLifetime(memory) {
                let view = memory.view
                #expect(view.count == places.count)
                #expect((0..<view.bitCount).map { view.bit(at: $0) } == bits)
                #expect((0..<view.bitCount).map { view.part(at: $0) } == parts)
                for (index, place) in places.enumerated() {
                    #expect(view.slot(at: index).content == place.slot.content)
                    #expect(view.slot(at: index).hash == place.slot.hash)
                    #expect(view.child(at: index)?.memory === place.child?.memory)
                }
            }
        }
    }

    /// Every kind of slot, with numbers up to their bounds.
    private static func place(_ generator: inout Seeded, pages: Bool) -> Model.Place {
        let hash = SHA256.hash(generator.bytes(4))
        let number = generator.below(3) == 0 ? PackedContent.numbersMaximum - 1 : UInt64(generator.below(1 << 40))
        switch generator.below(pages ? 5 : 3) {
        case 0: return Model.Place(slot: Slot(content: .leaf(number, front: nil), hash: hash))
        case 1:
            let front = KeyFront(bytes: UInt64(generator.below(.max)) << 1)
            return Model.Place(slot: Slot(content: .leaf(number, front: front), hash: hash))
        case 2:
            let place = LeafPlace(
                start: UInt32(generator.below(1 << 32)), keyCount: UInt8(generator.below(256)),
                valueCount: UInt8(generator.below(256)))
            return Model.Place(slot: Slot(content: .smallLeaf(place), hash: hash))
        default:
            let name = PageName(area: UInt64(generator.below(.max)) << 1, number: number)
            let content = Slot.Content.page(name, version: generator.below(2) == 0 ? Slot.changing : 77)
            return Model.Place(
                slot: Slot(content: content, hash: hash), child: generator.below(2) == 0 ? Page(name) : nil)
        }
    }

    @Test("It is what arrays are, whatever comes, goes and is copied", arguments: [false, true])
    func model(_ pages: Bool) {
        var generator = Seeded(pages ? 52 : 51)
        for _ in 0..<100 {
            var memory = PageMemory.make(.root, capacity: 1, holdsPages: pages)
            var model = Model()
            for _ in 0..<80 {
                let count = model.places.count
                let place = generator.below(count + 1)
                switch generator.below(7) {
                case 0, 1, 2:
                    let added = count < 28 ? 1 + generator.below(4) : 0
                    if count + added > memory.view.capacity {
                        memory = memory.copy(capacity: count + added, holdsPages: pages)
                    }
                    let bit = max(0, min(place, model.bits.count) - generator.below(2))
                    memory.view.open(added, slotsAt: place, bitsAt: bit)
                    let bits = count == 0 ? max(0, added - 1) : added
                    model.bits.insert(contentsOf: (0..<bits).map { _ in UInt32(generator.below(9000)) }, at: bit)
                    model.parts.insert(contentsOf: repeatElement(nil, count: bits), at: bit)
                    for index in bit..<bit + bits { memory.view.set(bit: model.bits[index], at: index) }
                    for index in place..<place + added {
                        let new = PageMemoryTests.place(&generator, pages: pages)
                        model.places.insert(new, at: index)
                        memory.view.set(new.slot, at: index)
                        if pages { memory.view.set(child: new.child, at: index) }
                    }
                case 3 where place < count:
                    let bit = max(0, min(place, model.bits.count - 1))
                    memory.view.close(slotAt: place, bitAt: bit)
                    model.places.remove(at: place)
                    if !model.bits.isEmpty {
                        model.bits.remove(at: bit)
                        model.parts.remove(at: bit)
                    }
                case 4 where place < model.bits.count:
                    let hash = SHA256.hash(generator.bytes(4))
                    memory.view.set(part: hash, at: place)
                    model.parts[place] = hash
                case 5 where place < count:
                    let range = place..<place + 1 + generator.below(count - place)
                    memory = memory.part(range, .root, capacity: range.count, holdsPages: pages)
                    model.places = Array(model.places[range])
                    model.bits = Array(model.bits[range.lowerBound..<range.upperBound - 1])
                    model.parts = Array(model.parts[range.lowerBound..<range.upperBound - 1])
                default:
                    let copy = memory.copy(capacity: count + generator.below(3) + 1, holdsPages: pages)
                    model.expectSame(copy)
                    memory = copy
                }
                model.expectSame(memory)
            }
        }
    }

    @Test("Pages are let go with the memory that held them, and not before")
    func references() {
        var child: Page? = Page(.root)
        weak let held = child?.memory
        let slot = Slot(content: .page(.root, version: 1), hash: MerkleMap.emptyRoot)
        var memory: PageMemory? = PageMemory.make(.root, capacity: 2, holdsPages: true)
        memory?.view.open(2, slotsAt: 0, bitsAt: 0)
        memory?.view.set(slot, at: 0)
        memory?.view.set(slot, at: 1)
        memory?.view.set(child: child, at: 1)
        child = nil
        #expect(held != nil)
        var copy = memory?.copy(capacity: 3, holdsPages: true)
        memory = nil
        #expect(held != nil)
        copy?.view.close(slotAt: 0, bitAt: 0)
        #expect(held != nil)
        copy?.view.open(1, slotsAt: 0, bitsAt: 0)
        #expect(held != nil)
        copy = nil
        #expect(held == nil)
    }
}
