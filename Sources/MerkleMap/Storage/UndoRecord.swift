import Chain

/// What a page was before a height: when that was written, and the part of its body that is not what came after it.
///
/// Most changes touch one slot of a page, so most of these are small.
struct UndoRecord {
    private let version: Height
    /// Bytes at the front and at the end that both bodies have.
    private let front: Int
    private let back: Int
    private let middle: ArraySlice<UInt8>

    /// - Parameters:
    ///   - before: The page as it was.
    ///   - body: What became of it.
    init(of before: Page.Stored, becoming body: [UInt8]) {
        version = before.version
        let old = before.body
        let common = min(old.count, body.count)
        var front = 0
        while front < common && old[front] == body[front] { front += 1 }
        var back = 0
        while back < common - front && old[old.count - 1 - back] == body[body.count - 1 - back] { back += 1 }
        self.front = front
        self.back = back
        middle = old[front..<old.count - back]
    }

    init(_ bytes: [UInt8]) throws(ByteReader.Failure) {
        var reader = ByteReader(bytes)
        version = Height(Int64(bitPattern: try reader.varint()))
        guard let front = Int(exactly: try reader.varint()), let back = Int(exactly: try reader.varint()) else {
            throw ByteReader.Failure()
        }
        self.front = front
        self.back = back
        middle = reader.rest()
    }

    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: middle.count + 16)
        writer.varint(UInt64(bitPattern: version.rawValue))
        writer.varint(UInt64(front))
        writer.varint(UInt64(back))
        writer.raw(middle)
        return writer.bytes
    }

    /// The page as it was before it became this.
    func undo(_ body: [UInt8]) throws(ByteReader.Failure) -> StoredPage {
        if front > body.count || back > body.count - front { throw ByteReader.Failure() }
        return StoredPage(version: version, body: Array(body[..<front]) + middle + body[(body.count - back)...])
    }
}
