package import Wire

/// A part of a record's history.
package typealias HistoryAnswer = PagedAnswer<HistoryEntry>

/// A part of a list of records.
package typealias RecordsAnswer = PagedAnswer<RecordAnswer>

/// A part of what was asked for, and where the next page begins.
package struct PagedAnswer<Item: Hashable & Sendable & ProtobufCodable>: Hashable, Sendable, ProtobufCodable {
    package var items: [Item]
    package var page: PageResponse

    package init(_ items: [Item] = [], page: PageResponse = PageResponse()) {
        self.items = items
        self.page = page
    }

    package func encode(into writer: inout ProtobufWriter) {
        for item in items { writer.message(1, item) }
        writer.message(2, page)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            // A history has the registration, besides as many changes as were asked for.
            case 1: try reader.append(field, to: &items, atMost: Int(PageRequest.limitMaximum) + 1)
            case 2: page = try reader.decode(PageResponse.self, field)
            default: try reader.skip(field)
            }
        }
    }
}
