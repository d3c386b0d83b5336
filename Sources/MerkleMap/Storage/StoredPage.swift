import Chain

/// The page of a number as it is now: the height at which it was written, and its body, empty once the page is gone.
struct StoredPage {
    let version: Height
    let body: [UInt8]

    init(version: Height, body: [UInt8]) {
        self.version = version
        self.body = body
    }

    init(_ bytes: [UInt8]) throws(ByteReader.Failure) {
        var reader = ByteReader(bytes)
        version = Height(Int64(bitPattern: try reader.varint()))
        body = Array(reader.rest())
    }

    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: body.count + 10)
        writer.varint(UInt64(bitPattern: version.rawValue))
        writer.raw(body)
        return writer.bytes
    }
}
