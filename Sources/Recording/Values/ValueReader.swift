import Wire

/// Reads what `ValueWriter` wrote, and nothing else: each value has one form, and a recording from anywhere never traps.
///
/// It allocates no more than the bytes it is given account for: lists grow as their elements are read.
struct ValueReader {
    private let content: [UInt8]
    /// The place of the next byte.
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        content = bytes
    }

    /// Bytes not yet read.
    var remaining: Int { content.count - position }

    mutating func byte() throws(DecodingError) -> UInt8 {
        if position >= content.count { throw DecodingError(.truncated, offset: position) }
        defer { position += 1 }
        return content[position]
    }

    mutating func flag() throws(DecodingError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        case let other: throw DecodingError(.invalid("\(other) is neither yes nor no"), offset: position - 1)
        }
    }

    /// A base-128 integer, refused when it is longer than it need be or beyond 64 bits.
    mutating func unsigned() throws(DecodingError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            let isLast = byte < 0x80
            if shift == 63 && byte > 1 { throw DecodingError(.varintTooLong, offset: start) }
            value |= UInt64(byte & 0x7f) << shift
            if isLast {
                if byte == 0 && shift > 0 {
                    throw DecodingError(.invalid("an integer that is longer than it need be"), offset: start)
                }
                return value
            }
            shift += 7
        }
    }

    mutating func signed() throws(DecodingError) -> Int64 { Int64(bitPattern: try unsigned()) }

    mutating func integer() throws(DecodingError) -> Int {
        let start = position
        guard let value = Int(exactly: try signed()) else {
            throw DecodingError(.invalid("an integer that is too large here"), offset: start)
        }
        return value
    }

    /// So many bytes.
    mutating func raw(_ count: Int) throws(DecodingError) -> [UInt8] {
        if count < 0 || count > remaining { throw DecodingError(.lengthOutOfRange, offset: position) }
        defer { position += count }
        return Array(content[position..<position + count])
    }

    /// Bytes behind their count.
    mutating func bytes() throws(DecodingError) -> [UInt8] {
        let start = position
        guard let count = Int(exactly: try unsigned()) else { throw DecodingError(.lengthOutOfRange, offset: start) }
        return try raw(count)
    }

    mutating func text() throws(DecodingError) -> String {
        let start = position
        guard let text = String(validating: try bytes(), as: UTF8.self) else {
            throw DecodingError(.invalid("a text that is not UTF-8"), offset: start)
        }
        return text
    }

    mutating func message<Message: ProtobufDecodable>(_ type: Message.Type) throws(DecodingError) -> Message {
        let bytes = try bytes()
        do {
            return try Message(protobuf: bytes)
        } catch {
            throw error.inside("\(type)")
        }
    }

    /// Whether there is a value, then the value.
    mutating func optional<Value>(
        _ read: (inout ValueReader) throws(DecodingError) -> Value
    ) throws(DecodingError) -> Value? {
        try flag() ? try read(&self) : nil
    }

    /// How many there are, then each.
    mutating func list<Element>(
        _ read: (inout ValueReader) throws(DecodingError) -> Element
    ) throws(DecodingError) -> [Element] {
        let start = position
        let count = try unsigned()
        // Every element takes a byte at least.
        if count > UInt64(remaining) { throw DecodingError(.lengthOutOfRange, offset: start) }
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    /// Refuses bytes behind the last value.
    func expectEnd() throws(DecodingError) {
        if remaining > 0 { throw DecodingError(.trailingBytes(remaining), offset: position) }
    }
}
