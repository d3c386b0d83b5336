/// Reads the fields of one protobuf message, with gogoproto's verdicts.
///
/// As generated Go code does, it takes fields in any order, lets the last of a repeated singular field win, accepts
/// varints that are longer than they need be, cuts a too large varint to the field's width, and skips unknown fields.
/// It refuses a wrong wire type, a field number of zero and whatever reaches beyond the end. It never traps and
/// allocates nothing but what it returns: readers of embedded messages share the one buffer.
package struct ProtobufReader: Sendable {
    private let bytes: [UInt8]
    private let end: Int
    /// Offset of the next byte in the outermost buffer.
    package private(set) var position: Int

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    private init(bytes: [UInt8], from start: Int, to end: Int) {
        self.bytes = bytes
        position = start
        self.end = end
    }

    /// Bytes not yet read.
    package var remaining: Int { end - position }

    /// The bytes not yet read, as a copy.
    package var remainingBytes: [UInt8] { Array(bytes[position..<end]) }

    /// The next field's tag, or nil at the end.
    package mutating func nextField() throws(DecodingError) -> ProtobufField? {
        if position == end { return nil }
        let offset = position
        let tag = try varint()
        // gogoproto: `fieldNum := int32(wire >> 3)`, refused when not positive.
        let number = Int32(truncatingIfNeeded: tag >> 3)
        let wireType = UInt8(tag & 7)
        if wireType == WireType.endGroup { throw DecodingError(.illegalWireType(wireType), offset: offset) }
        if number <= 0 { throw DecodingError(.illegalFieldNumber, offset: offset) }
        return ProtobufField(number: number, wireType: wireType, offset: offset)
    }

    // MARK: Values

    package mutating func uint64(_ field: ProtobufField) throws(DecodingError) -> UInt64 {
        try expect(WireType.varint, field)
        return try varint()
    }

    package mutating func int64(_ field: ProtobufField) throws(DecodingError) -> Int64 {
        Int64(bitPattern: try uint64(field))
    }

    package mutating func uint32(_ field: ProtobufField) throws(DecodingError) -> UInt32 {
        UInt32(truncatingIfNeeded: try uint64(field))
    }

    package mutating func int32(_ field: ProtobufField) throws(DecodingError) -> Int32 {
        Int32(truncatingIfNeeded: try uint64(field))
    }

    package mutating func bool(_ field: ProtobufField) throws(DecodingError) -> Bool {
        // gogoproto reads into a Go int and compares with zero.
        try uint64(field) != 0
    }

    package mutating func sfixed64(_ field: ProtobufField) throws(DecodingError) -> Int64 {
        try expect(WireType.fixed64, field)
        if remaining < 8 { throw DecodingError(.truncated, offset: position) }
        var value: UInt64 = 0
        for index in 0..<8 {
            value |= UInt64(bytes[position + index]) << UInt64(8 * index)
        }
        position += 8
        return Int64(bitPattern: value)
    }

    package mutating func bytes(_ field: ProtobufField) throws(DecodingError) -> [UInt8] {
        let range = try range(field)
        return Array(bytes[range])
    }

    package mutating func string(_ field: ProtobufField) throws(DecodingError) -> ByteString {
        ByteString(try bytes(field))
    }

    /// A reader of the embedded message's own fields. Its errors say whose fields they are by `decode`.
    package mutating func message(_ field: ProtobufField) throws(DecodingError) -> ProtobufReader {
        let range = try range(field)
        return ProtobufReader(bytes: bytes, from: range.lowerBound, to: range.upperBound)
    }

    /// An embedded message that replaces an earlier one of the same field: a oneof's member, a time, a list's element.
    package mutating func decode<Message: ProtobufDecodable>(
        _ type: Message.Type, _ field: ProtobufField
    ) throws(DecodingError) -> Message {
        let inner = try message(field)
        do {
            return try Message(protobuf: inner)
        } catch {
            throw error.inside("\(type)#\(field.number)")
        }
    }

    /// Appends an element of a repeated message field.
    ///
    /// - Parameter limit: The most elements the list may have; where the number comes from stands beside the call.
    package mutating func append<Message: ProtobufDecodable>(
        _ field: ProtobufField, to list: inout [Message], atMost limit: Int
    ) throws(DecodingError) {
        if list.count >= limit { throw DecodingError(.tooMany(limit), offset: field.offset) }
        list.append(try decode(Message.self, field))
    }

    /// Appends the elements of a repeated integer field, packed or not.
    package mutating func appendIntegers(
        _ field: ProtobufField, to list: inout [UInt64], atMost limit: Int
    ) throws(DecodingError) {
        if field.wireType == WireType.lengthDelimited {
            var packed = try message(field)
            while packed.remaining > 0 {
                if list.count >= limit { throw DecodingError(.tooMany(limit), offset: packed.position) }
                list.append(try packed.varint())
            }
        } else {
            if list.count >= limit { throw DecodingError(.tooMany(limit), offset: field.offset) }
            list.append(try uint64(field))
        }
    }

    /// Adds this occurrence of a singular embedded message to what was seen of it before.
    package mutating func merge(_ field: ProtobufField, into embedded: inout EmbeddedMessage) throws(DecodingError) {
        try embedded.add(try message(field), field: field.number)
    }

    /// Passes over a field nobody here knows.
    package mutating func skip(_ field: ProtobufField) throws(DecodingError) {
        var depth = 0
        var wireType = field.wireType
        while true {
            switch wireType {
            case WireType.varint:
                _ = try varint()  // only its length matters
            case WireType.fixed64:
                try advance(8)
            case WireType.lengthDelimited:
                try advance(try length())
            case WireType.startGroup:
                depth += 1
            case WireType.endGroup where depth > 0:
                depth -= 1
            case WireType.fixed32:
                try advance(4)
            default:
                throw DecodingError(.illegalWireType(wireType), offset: position)
            }
            if depth == 0 { return }
            wireType = UInt8(try varint() & 7)
        }
    }

    /// Refuses bytes behind a complete message.
    package func expectEnd() throws(DecodingError) {
        if remaining > 0 { throw DecodingError(.trailingBytes(remaining), offset: position) }
    }

    // MARK: Primitives

    /// A base-128 varint; bits beyond the 64th are dropped, as gogoproto's shift drops them.
    package mutating func varint() throws(DecodingError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        let start = position
        while position < end {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift >= 64 { throw DecodingError(.varintTooLong, offset: start) }
        }
        throw DecodingError(.truncated, offset: start)
    }

    private mutating func length() throws(DecodingError) -> Int {
        let offset = position
        guard let length = Int(exactly: try varint()), length <= remaining else {
            throw DecodingError(.lengthOutOfRange, offset: offset)
        }
        return length
    }

    private mutating func range(_ field: ProtobufField) throws(DecodingError) -> Range<Int> {
        try expect(WireType.lengthDelimited, field)
        let length = try length()
        let start = position
        position += length
        return start..<position
    }

    private mutating func advance(_ count: Int) throws(DecodingError) {
        if count > remaining { throw DecodingError(.truncated, offset: position) }
        position += count
    }

    private func expect(_ wireType: UInt8, _ field: ProtobufField) throws(DecodingError) {
        if field.wireType != wireType {
            throw DecodingError(.wrongWireType(expected: wireType, found: field.wireType), offset: field.offset)
        }
    }
}
