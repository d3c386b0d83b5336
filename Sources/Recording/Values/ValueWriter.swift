import Wire

/// Writes values one behind the other, in the order of the calls: a recording's own form.
///
/// Nothing names a field, so whoever reads must read in the same order; the recording's version stands for that order as a
/// whole. What has a protobuf form is written in it, behind its length.
struct ValueWriter {
    /// What was written.
    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: Bytes expected, to save growing.
    init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// A base-128 integer, in as few bytes as it needs.
    mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Negative values take ten bytes; they are rare.
    mutating func signed(_ value: Int64) { unsigned(UInt64(bitPattern: value)) }

    mutating func integer(_ value: Int) { signed(Int64(value)) }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func flag(_ value: Bool) { byte(value ? 1 : 0) }

    /// Bytes without their count, where it is known.
    mutating func raw(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    /// Bytes behind their count.
    mutating func bytes(_ value: [UInt8]) {
        unsigned(UInt64(value.count))
        raw(value)
    }

    mutating func text(_ value: String) { bytes(Array(value.utf8)) }

    mutating func message(_ value: some ProtobufEncodable) { bytes(value.protobuf) }

    /// Whether there is a value, then the value.
    mutating func optional<Value>(_ value: Value?, _ write: (inout ValueWriter, Value) -> Void) {
        flag(value != nil)
        if let value { write(&self, value) }
    }

    /// How many there are, then each.
    mutating func list<Element>(_ elements: [Element], _ write: (inout ValueWriter, Element) -> Void) {
        unsigned(UInt64(elements.count))
        for element in elements { write(&self, element) }
    }
}
