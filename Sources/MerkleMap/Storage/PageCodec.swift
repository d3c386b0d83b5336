import Chain
import Cryptography

/// Pages as they are stored.
///
/// A page's body is its slots, one after the other, and between two of them, as a varint, the bit that divides them. A slot
/// is a kind (one byte) and, for 0, a leaf that stands elsewhere, with a short key: hash and number; for 1, a small leaf: key
/// and value, each behind its length; for 2, a page: hash, area (eight bytes, the highest first), number, and the height at
/// which it was changed last; for 3, a leaf that stands elsewhere: hash, the first eight bytes of its key, and number.
enum PageCodec {
    private static let storedLeaf: UInt8 = 0
    private static let smallLeaf: UInt8 = 1
    private static let page: UInt8 = 2
    private static let longKeyLeaf: UInt8 = 3
    /// What a slot takes at most beside a small leaf's bytes, with the bit in front of it.
    private static let slotBytesMaximum = 5 + 1 + 32 + 8 + 10 + 10

    static func encode(_ page: PageState) -> [UInt8] { encode(page, 0..<page.slots.count) }

    /// Some slots of a page, each with the bit in front of it.
    static func encode(_ page: PageState, _ range: Range<Int>) -> [UInt8] {
        withExtendedLifetime(page.memory) {
            let view = page.memory.view
            return view.leafBytes { leafBytes in
                withUnsafeTemporaryAllocation(
                    byteCount: range.count * slotBytesMaximum + leafBytes.count, alignment: 1
                ) { memory in
                    var writer = MemoryWriter(memory)
                    for index in range {
                        if index > 0 { writer.varint(UInt64(view.bit(at: index - 1))) }
                        write(view.slot(at: index), leafBytes, &writer)
                    }
                    return Array(writer.written)
                }
            }
        }
    }

    /// How many bytes that takes.
    static func byteCount(_ page: PageState, _ range: Range<Int>) -> Int {
        withExtendedLifetime(page.memory) {
            let view = page.memory.view
            var count = 0
            for index in range {
                if index > 0 { count += ByteWriter.varintBytes(UInt64(view.bit(at: index - 1))) }
                count += byteCount(view.content(at: index).content)
            }
            return count
        }
    }

    private static func byteCount(_ content: Slot.Content) -> Int {
        switch content {
        case .smallLeaf(let place):
            1 + ByteWriter.varintBytes(UInt64(place.keyCount)) + ByteWriter.varintBytes(UInt64(place.valueCount))
                + place.bytes.count
        case .leaf(let number, let front):
            1 + Hash.size + (front == nil ? 0 : KeyFront.size) + ByteWriter.varintBytes(number)
        case .page(let name, let version):
            1 + Hash.size + 8 + ByteWriter.varintBytes(name.number)
                + ByteWriter.varintBytes(UInt64(bitPattern: version.rawValue))
        }
    }

    private static func write(_ slot: Slot, _ leafBytes: [UInt8], _ writer: inout MemoryWriter) {
        switch slot.content {
        case .smallLeaf(let place):
            let middle = Int(place.start) + Int(place.keyCount)
            writer.byte(smallLeaf)
            writer.varint(UInt64(place.keyCount))
            writer.raw(leafBytes, Int(place.start)..<middle)
            writer.varint(UInt64(place.valueCount))
            writer.raw(leafBytes, middle..<place.bytes.upperBound)
        case .leaf(let number, let front):
            writer.byte(front == nil ? storedLeaf : longKeyLeaf)
            writer.hash(slot.hash)
            if let front { writer.bigEndian(front.bytes) }
            writer.varint(number)
        case .page(let name, let version):
            writer.byte(page)
            writer.hash(slot.hash)
            writer.bigEndian(name.area)
            writer.varint(name.number)
            writer.varint(UInt64(bitPattern: version.rawValue))
        }
    }

    static func state(
        _ name: PageName, version: Height, body: [UInt8]
    ) throws(ByteReader.Failure) -> PageState {
        var reader = ByteReader(body)
        var slots: [Slot] = []
        var bits: [UInt32] = []
        var leafBytes: [UInt8] = []
        // A slot that is no small leaf takes 34 bytes and more.
        slots.reserveCapacity(min(Page.slotsMaximum, body.count / 34 + 1))
        bits.reserveCapacity(slots.capacity)
        while !reader.isAtEnd {
            if slots.count == Page.slotsMaximum { throw ByteReader.Failure() }
            if !slots.isEmpty {
                guard let bit = UInt32(exactly: try reader.varint()) else { throw ByteReader.Failure() }
                bits.append(bit)
            }
            slots.append(try slot(&reader, &leafBytes))
        }
        // Only the root's page may have less than two.
        if slots.count < 2 && name != .root { throw ByteReader.Failure() }
        return PageState(name, version: version, slots: slots, bits: bits, leafBytes: leafBytes)
    }

    private static func slot(
        _ reader: inout ByteReader, _ leafBytes: inout [UInt8]
    ) throws(ByteReader.Failure) -> Slot {
        switch try reader.byte() {
        case storedLeaf:
            let hash = try reader.hash()
            return Slot(content: .leaf(try number(&reader), front: nil), hash: hash)
        case longKeyLeaf:
            let hash = try reader.hash()
            let front = KeyFront(bytes: try reader.bigEndian())
            return Slot(content: .leaf(try number(&reader), front: front), hash: hash)
        case smallLeaf:
            let start = leafBytes.count
            let key = try reader.raw(try reader.varint())
            let value = try reader.raw(try reader.varint())
            if key.count + value.count > Leaf.smallBytesMaximum { throw ByteReader.Failure() }
            if leafBytes.isEmpty { leafBytes.reserveCapacity(2 * (reader.position + reader.remaining)) }
            leafBytes += key
            leafBytes += value
            let place = LeafPlace(
                start: UInt32(start), keyCount: UInt8(key.count), valueCount: UInt8(value.count))
            return Slot(content: .smallLeaf(place), hash: MapHash.leaf(key: Array(key), value: Array(value)))
        case page:
            let hash = try reader.hash()
            let area = try reader.bigEndian()
            let name = PageName(area: area, number: try number(&reader))
            let version = try reader.height()
            return Slot(content: .page(name, version: version), hash: hash)
        default: throw ByteReader.Failure()
        }
    }

    private static func number(_ reader: inout ByteReader) throws(ByteReader.Failure) -> UInt64 {
        let number = try reader.varint()
        if number >= PackedContent.numbersMaximum { throw ByteReader.Failure() }
        return number
    }
}
