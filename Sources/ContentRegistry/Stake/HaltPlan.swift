import Chain
import Wire

/// The validators' decision that no block follows a height.
struct HaltPlan: Hashable, Sendable {
    let height: Height
    /// Which program goes on; empty for none.
    let upgrade: ByteString
}

extension HaltPlan: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.string(2, upgrade)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var height: Int64 = 0
        var upgrade: ByteString = ""
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: upgrade = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        self.init(height: Height(height), upgrade: upgrade)
    }
}
