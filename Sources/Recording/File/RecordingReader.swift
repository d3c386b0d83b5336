import Wire

/// Reads a recording from its beginning to its end, which may be torn.
///
/// It holds one piece at a time, and never more than the bytes that came: a length that a file claims reserves nothing.
package struct RecordingReader {
    /// How many bytes are asked for at a time.
    private static let chunkBytes = 1 << 20

    /// What stands at the beginning.
    package let header: RecordingHeader
    /// Events read so far.
    package private(set) var eventCount = 0
    /// How it ends, once it has.
    package private(set) var end: RecordingEnd?
    private var source: Source

    /// - Parameter read: Gives the next bytes, at most so many and at least one; none at the end.
    /// - Throws: `RecordingError`, and what `read` throws.
    package init(_ read: @escaping (Int) throws -> [UInt8]) throws {
        source = Source(read: read)
        let magic = try source.take(Frame.magic.count)
        guard magic.count == Frame.magic.count, magic.dropLast() == Frame.magic.dropLast() else {
            throw RecordingError.notARecording
        }
        if magic.last != Frame.magic.last { throw RecordingError.otherVersion(magic.last ?? 0) }
        guard case .body(let kind, var reader, let offset) = try RecordingReader.piece(&source, eventNumber: 0),
            kind == .header
        else {
            throw RecordingError.damaged(offset: Frame.magic.count, event: 0, "it has no settings")
        }
        do {
            header = try reader.header()
            try reader.expectEnd()
        } catch {
            throw RecordingError.damaged(offset: offset, event: 0, "\(error)")
        }
    }

    /// Reads bytes that are in memory.
    package init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        try self.init { count in
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }

    /// The next event; nil at the end.
    ///
    /// - Throws: `RecordingError`, and what `read` throws.
    package mutating func next() throws -> RecordedEvent? {
        if end != nil { return nil }
        switch try RecordingReader.piece(&source, eventNumber: eventCount + 1) {
        case .torn(let count):
            end = .torn(count)
            return nil
        case .body(let kind, var reader, let offset):
            do {
                let event = try take(kind, &reader)
                try reader.expectEnd()
                if event != nil {
                    eventCount += 1
                } else if try !source.take(1).isEmpty {
                    throw DecodingError.invalid("bytes follow the end")
                }
                return event
            } catch {
                throw RecordingError.damaged(offset: offset, event: eventCount + 1, "\(error)")
            }
        }
    }

    private mutating func take(_ kind: Frame.Kind, _ reader: inout ValueReader) throws(DecodingError) -> RecordedEvent?
    {
        switch kind {
        case .header: throw .invalid("a second header")
        case .event: return try reader.recorded()
        case .end:
            end = try reader.end()
            return nil
        }
    }

    // MARK: Pieces

    private enum Piece {
        case body(Frame.Kind, ValueReader, offset: Int)
        /// Less than a piece is left: so many bytes.
        case torn(Int)
    }

    private static func piece(_ source: inout Source, eventNumber: Int) throws -> Piece {
        let offset = source.offset
        let head = try source.take(Frame.headerBytes)
        if head.count < Frame.headerBytes { return .torn(head.count) }
        let count = Int(Frame.number(head[0..<4]))
        guard Frame.checksum(head[0..<4]) == Frame.number(head[4..<8]) else {
            throw RecordingError.damaged(offset: offset, event: eventNumber, "the checksum of a length is wrong")
        }
        if count == 0 || count > Frame.bodyBytesMaximum {
            throw RecordingError.damaged(offset: offset, event: eventNumber, "a piece of \(count) bytes")
        }
        let body = try source.take(count)
        if body.count < count { return .torn(head.count + body.count) }
        guard Frame.checksum(body[...]) == Frame.number(head[8..<12]) else {
            throw RecordingError.damaged(offset: offset, event: eventNumber, "the checksum is wrong")
        }
        var reader = ValueReader(body)
        guard let kind = Frame.Kind(rawValue: try reader.byte()) else {
            throw RecordingError.damaged(offset: offset, event: eventNumber, "a piece that this version does not know")
        }
        return .body(kind, reader, offset: offset)
    }

    /// Bytes as they come, a few ahead.
    private struct Source {
        let read: (Int) throws -> [UInt8]
        var buffer: [UInt8] = []
        var position = 0
        /// How many were taken.
        var offset = 0
        var isAtEnd = false

        init(read: @escaping (Int) throws -> [UInt8]) {
            self.read = read
        }

        /// So many bytes; fewer at the end.
        mutating func take(_ count: Int) throws -> [UInt8] {
            while buffer.count - position < count && !isAtEnd {
                if position > 0 {
                    buffer.removeFirst(position)
                    position = 0
                }
                let more = try read(RecordingReader.chunkBytes)
                isAtEnd = more.isEmpty
                buffer += more
            }
            let taken = Array(buffer[position..<min(buffer.count, position + count)])
            position += taken.count
            offset += taken.count
            return taken
        }
    }
}
