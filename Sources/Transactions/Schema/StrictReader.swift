import Wire

/// Reads protobuf in its one canonical form (Cosmos ADR-027 for varints and lengths). Errors have SDK code 2.
struct StrictReader {
    private let bytes: [UInt8]
    private(set) var position: Int
    private let end: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    private init(_ bytes: [UInt8], from start: Int, to end: Int) {
        self.bytes = bytes
        position = start
        self.end = end
    }

    var isAtEnd: Bool { position == end }

    var remainingBytes: [UInt8] { Array(bytes[position..<end]) }

    /// A varint that is no longer than it must be and within 64 bits.
    mutating func varint(_ place: String) throws(TransactionError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            if shift == 63 && byte > 1 { throw error(place, "a varint is larger than 64 bits") }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                if byte == 0 && shift > 0 { throw error(place, "a varint is longer than it need be") }
                return value
            }
            shift += 7
        }
        throw error(place, "the bytes end inside a field")
    }

    /// A reader of the bytes behind their length.
    mutating func delimited(_ place: String) throws(TransactionError) -> StrictReader {
        let length = try varint(place)
        guard length <= UInt64(end - position) else { throw error(place, "a length is beyond the end") }
        let start = position
        position += Int(length)
        return StrictReader(bytes, from: start, to: position)
    }

    func error(_ place: String, _ problem: String) -> TransactionError {
        TransactionError(.parse, "\(place): \(problem) at byte \(position): tx parse error")
    }
}
