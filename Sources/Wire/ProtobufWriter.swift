/// Writes protobuf as gogoproto does: fields in the order of the calls, scalars left out when zero.
///
/// An embedded message is written with a one-byte length first; when it turns out longer, its bytes move up. That
/// costs one copy a level and saves computing every size twice.
package struct ProtobufWriter: Sendable {
    /// What was written.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// - Parameter capacity: Bytes expected, to save growing.
    package init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    // MARK: Scalars, left out when zero

    package mutating func uint64(_ field: Int32, _ value: UInt64) {
        if value != 0 { unconditionalVarint(field, value) }
    }

    /// Negative values take ten bytes, as in all of protobuf.
    package mutating func int64(_ field: Int32, _ value: Int64) {
        uint64(field, UInt64(bitPattern: value))
    }

    package mutating func uint32(_ field: Int32, _ value: UInt32) {
        uint64(field, UInt64(value))
    }

    package mutating func int32(_ field: Int32, _ value: Int32) {
        int64(field, Int64(value))
    }

    package mutating func bool(_ field: Int32, _ value: Bool) {
        uint64(field, value ? 1 : 0)
    }

    package mutating func sfixed64(_ field: Int32, _ value: Int64) {
        if value == 0 { return }
        tag(field, WireType.fixed64)
        var rest = UInt64(bitPattern: value)
        for _ in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    package mutating func bytes(_ field: Int32, _ value: [UInt8]) {
        if !value.isEmpty { element(field, value) }
    }

    package mutating func string(_ field: Int32, _ value: ByteString) {
        bytes(field, value.bytes)
    }

    // MARK: Elements and members, written even when zero or empty

    /// An element of `repeated bytes`, or a oneof's member of bytes.
    package mutating func element(_ field: Int32, _ value: [UInt8]) {
        tag(field, WireType.lengthDelimited)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A oneof's member of integer type.
    package mutating func unconditionalVarint(_ field: Int32, _ value: UInt64) {
        tag(field, WireType.varint)
        varint(value)
    }

    /// A packed repeated integer field, left out when empty.
    package mutating func packed(_ field: Int32, _ values: [UInt64]) {
        if values.isEmpty { return }
        message(field) { writer in
            for value in values { writer.varint(value) }
        }
    }

    /// An embedded message, written even when empty: gogoproto's `nullable=false`, list elements, oneof members.
    package mutating func message(_ field: Int32, _ value: some ProtobufEncodable) {
        message(field) { writer in value.encode(into: &writer) }
    }

    /// An embedded message that is left out when nil: gogoproto's pointers.
    package mutating func messageIfPresent(_ field: Int32, _ value: (some ProtobufEncodable)?) {
        if let value { message(field, value) }
    }

    /// An embedded message whose fields `body` writes.
    package mutating func message(_ field: Int32, _ body: (inout ProtobufWriter) -> Void) {
        tag(field, WireType.lengthDelimited)
        delimited(body)
    }

    /// Whatever `body` writes, behind its length as a varint.
    package mutating func delimited(_ body: (inout ProtobufWriter) -> Void) {
        let start = bytes.count
        bytes.append(0)
        body(&self)
        let length = bytes.count - start - 1
        if length < 0x80 {
            bytes[start] = UInt8(length)
        } else {
            bytes.replaceSubrange(start...start, with: Varint.encode(UInt64(length)))
        }
    }

    // MARK: Primitives

    package mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func tag(_ field: Int32, _ wireType: UInt8) {
        varint(UInt64(field) << 3 | UInt64(wireType))
    }
}
