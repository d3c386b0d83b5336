package import JSON
package import Wire

/// Which version of the application's rules holds (`tendermint.types.VersionParams`); it goes into every header.
package struct VersionParameters: Hashable, Sendable {
    package var app: UInt64

    package init(app: UInt64 = 0) {
        self.app = app
    }
}

extension VersionParameters: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, app)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        self.init()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: app = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension VersionParameters: JSONCodable {
    package var json: JSONValue { .members(("app", .decimal(app))) }

    package init(json: JSONValue) throws(JSONError) {
        self.init(app: try JSONReader(json)["app"].uint64String())
    }
}
