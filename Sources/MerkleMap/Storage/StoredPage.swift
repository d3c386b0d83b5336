import Chain

/// All of a page as it was at a height.
struct StoredPage {
    /// When it was changed last.
    let version: Height
    let body: [UInt8]

    init(version: Height, body: [UInt8]) {
        self.version = version
        self.body = body
    }

    init(_ bytes: [UInt8]) throws(ByteReader.Failure) {
        var reader = ByteReader(bytes)
        version = try reader.height()
        body = Array(reader.rest())
    }

    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: body.count + 10)
        writer.height(version)
        writer.raw(body)
        return writer.bytes
    }
}
