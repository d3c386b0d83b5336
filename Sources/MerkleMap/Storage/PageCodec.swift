import Chain
import Cryptography
import Invariants

/// Pages as they are stored.
///
/// A page's body is its slots, one after the other, and between two of them, as a varint, the bit that divides them. A slot
/// is a kind (one byte) and, for 0, a leaf that stands elsewhere: hash and number; for 1, a small leaf: key and value, each
/// behind its length; for 2, a page: hash, number, and the height at which it was written.
enum PageCodec {
    private static let storedLeaf: UInt8 = 0
    private static let smallLeaf: UInt8 = 1
    private static let page: UInt8 = 2

    static func encode(_ page: Page) -> [UInt8] {
        var writer = ByteWriter(capacity: 64 * page.slots.count)
        // Through pointers: a copy of a slot counts up the references of all that it holds.
        page.slots.withUnsafeBufferPointer { slots in
            for index in slots.indices {
                if index > 0 { writer.varint(UInt64(page.bits[index - 1])) }
                switch slots[index].kind {
                case .smallLeaf:
                    guard let leaf = slots[index].leaf else { brokenInvariant("a small leaf is in memory") }
                    writer.byte(smallLeaf)
                    writer.counted(leaf.key)
                    writer.counted(leaf.value)
                case .leaf:
                    writer.byte(storedLeaf)
                    writer.hash(slots[index].hash)
                    writer.varint(slots[index].number ?? 0)
                case .page:
                    writer.byte(self.page)
                    writer.hash(slots[index].hash)
                    writer.varint(slots[index].number ?? 0)
                    writer.varint(UInt64(bitPattern: slots[index].version.rawValue))
                }
            }
        }
        return writer.bytes
    }

    static func page(_ number: UInt64, version: Height, body: [UInt8]) throws(ByteReader.Failure) -> Page {
        var reader = ByteReader(body)
        var slots: [Slot] = []
        var bits: [UInt32] = []
        slots.reserveCapacity(Page.slotsMaximum)
        bits.reserveCapacity(Page.slotsMaximum)
        while !reader.isAtEnd {
            if !slots.isEmpty {
                guard let bit = UInt32(exactly: try reader.varint()) else { throw ByteReader.Failure() }
                bits.append(bit)
            }
            slots.append(try slot(&reader))
        }
        return Page(id: number, version: version, slots: slots, bits: bits)
    }

    private static func slot(_ reader: inout ByteReader) throws(ByteReader.Failure) -> Slot {
        switch try reader.byte() {
        case storedLeaf:
            let hash = try reader.hash()
            return Slot(leaf: try reader.varint(), hash: hash)
        case smallLeaf:
            let key = try reader.counted()
            return Slot(Leaf(key: key, value: try reader.counted()))
        case page:
            let hash = try reader.hash()
            let number = try reader.varint()
            let version = Height(Int64(bitPattern: try reader.varint()))
            return Slot(page: number, version: version, hash: hash)
        default: throw ByteReader.Failure()
        }
    }
}
