package import Wire

/// Which record is asked for.
package struct RecordRequest: Hashable, Sendable {
    /// As `ContentHash` writes it; not yet known to be one.
    package var contentHash: ByteString
    package var page: PageRequest

    package init(contentHash: ByteString, page: PageRequest = PageRequest()) {
        self.contentHash = contentHash
        self.page = page
    }
}

extension RecordRequest: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, contentHash)
        if page != PageRequest() { writer.message(2, page) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init(contentHash: "")
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: contentHash = try reader.string(field)
            case 2: page = try reader.decode(PageRequest.self, field)
            default: try reader.skip(field)
            }
        }
    }
}

/// Which records are asked for: all in the order of registration, or those of an owner.
package struct RecordsRequest: Hashable, Sendable {
    /// Empty for all.
    package var owner: ByteString
    package var page: PageRequest
    /// The first height to look at; 0 for all.
    package var fromHeight: UInt64

    package init(owner: ByteString = "", page: PageRequest = PageRequest(), fromHeight: UInt64 = 0) {
        self.owner = owner
        self.page = page
        self.fromHeight = fromHeight
    }
}

extension RecordsRequest: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, owner)
        if page != PageRequest() { writer.message(2, page) }
        writer.uint64(3, fromHeight)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: owner = try reader.string(field)
            case 2: page = try reader.decode(PageRequest.self, field)
            case 3: fromHeight = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}

/// Which entries of the state are asked for.
package struct StateRangeRequest: Hashable, Sendable {
    /// The lowest key.
    package var lower: [UInt8]
    /// The lowest key behind the range; empty for no bound.
    package var upper: [UInt8]
    /// Entries, at most; 0 for as many as there may be.
    package var limit: UInt64

    package init(lower: [UInt8] = [], upper: [UInt8] = [], limit: UInt64 = 0) {
        self.lower = lower
        self.upper = upper
        self.limit = limit
    }
}

extension StateRangeRequest: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, lower)
        writer.bytes(2, upper)
        writer.uint64(3, limit)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: lower = try reader.bytes(field)
            case 2: upper = try reader.bytes(field)
            case 3: limit = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}
