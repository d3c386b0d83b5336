import MerkleMap
import Wire

/// Entries of the application's state as a chunk has them: of each the key behind its length and the value behind its.
enum EntryChunk {
    static func append(_ entry: MapEntry, to body: inout [UInt8]) {
        body += Varint.encode(UInt64(entry.key.count))
        body += entry.key
        body += Varint.encode(UInt64(entry.value.count))
        body += entry.value
    }

    /// The entries of a body; at least one.
    static func entries(_ body: [UInt8]) throws(DecodingError) -> [MapEntry] {
        var entries: [MapEntry] = []
        var place = 0
        while place < body.count {
            let key = try counted(body, &place)
            entries.append(MapEntry(key: key, value: try counted(body, &place)))
        }
        if entries.isEmpty { throw .invalid("it is empty") }
        return entries
    }

    private static func counted(_ body: [UInt8], _ place: inout Int) throws(DecodingError) -> [UInt8] {
        var length: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            // Five groups of seven bits are more than a chunk may have.
            guard place < body.count, shift < 35 else { throw DecodingError(.truncated, offset: place) }
            let byte = body[place]
            place += 1
            length |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 {
                if byte == 0 && shift > 0 { throw .invalid("a length that is not in its shortest form") }
                break
            }
            shift += 7
        }
        guard length <= UInt64(body.count - place) else { throw DecodingError(.truncated, offset: place) }
        let end = place + Int(length)
        defer { place = end }
        return Array(body[place..<end])
    }
}
