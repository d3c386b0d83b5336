package import Wire

/// Which part of a list is asked for (`cosmos.base.query.v1beta1.PageRequest`).
package struct PageRequest: Hashable, Sendable {
    /// Entries of a page when the question does not say.
    package static let limitUsual: UInt64 = 100
    /// Entries of a page, at most.
    package static let limitMaximum: UInt64 = 1000

    /// Where to go on: the `nextKey` of the page before; empty for the first page.
    package var key: [UInt8]
    package var limit: UInt64
    /// Whether the newest come first.
    package var isReversed: Bool

    package init(key: [UInt8] = [], limit: UInt64 = 0, isReversed: Bool = false) {
        self.key = key
        self.limit = limit
        self.isReversed = isReversed
    }

    /// Entries to answer with, at most: 1 to `limitMaximum`.
    package var count: Int {
        Int(clamping: min(limit == 0 ? PageRequest.limitUsual : limit, PageRequest.limitMaximum))
    }
}

extension PageRequest: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, key)
        writer.uint64(3, limit)
        writer.bool(5, isReversed)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.bytes(field)
            case 2:
                if try reader.uint64(field) != 0 { throw .invalid("pagination.offset is not supported: use key") }
            case 3: limit = try reader.uint64(field)
            case 5: isReversed = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
    }
}

/// Where the next page begins (`cosmos.base.query.v1beta1.PageResponse`).
package struct PageResponse: Hashable, Sendable {
    /// Empty when this page was the last.
    package var nextKey: [UInt8]

    package init(nextKey: [UInt8] = []) {
        self.nextKey = nextKey
    }
}

extension PageResponse: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, nextKey)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: nextKey = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
    }
}
