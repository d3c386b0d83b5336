package import Chain
package import Wire

/// The blocks a peer has, from the lowest to the highest; 0 and 0 when it has none
/// (tendermint.blocksync.StatusResponse).
package struct StatusResponse: Hashable, Sendable {
    package let height: Height
    package let base: Height

    package init(height: Height, base: Height) {
        self.height = height
        self.base = base
    }
}

extension StatusResponse: Validatable {
    package func validate() throws(ValidationError) {
        if base < 0 { throw ValidationError("invalid base \(base): negative base") }
        if height < 0 { throw ValidationError("invalid height \(height): negative height") }
        if base > height {
            throw ValidationError("invalid height \(height): base \(base) cannot be greater than height")
        }
    }
}

extension StatusResponse: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Height = 0, base: Height = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = Height(try reader.int64(field))
            case 2: base = Height(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
        self.init(height: height, base: base)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int64(2, base.rawValue)
    }
}
