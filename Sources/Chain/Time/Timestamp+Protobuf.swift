package import Wire

extension Timestamp: ProtobufCodable {
    /// google.protobuf.Timestamp.
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, seconds)
        writer.int32(2, nanoseconds)
    }

    /// Refuses what gogoproto's `StdTimeUnmarshal` refuses: moments outside of the years 1 to 9999 and nanoseconds
    /// that are not part of a second.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var seconds: Int64 = 0
        var nanoseconds: Int32 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: seconds = try reader.int64(field)
            case 2: nanoseconds = try reader.int32(field)
            default: try reader.skip(field)
            }
        }
        if seconds < Timestamp.secondsMinimum { throw .invalid("timestamp: \(seconds) before 0001-01-01") }
        if seconds > Timestamp.secondsMaximum { throw .invalid("timestamp: \(seconds) after 10000-01-01") }
        guard let moment = Timestamp(seconds: seconds, nanoseconds: nanoseconds) else {
            throw .invalid("timestamp: \(nanoseconds): nanos not in range [0, 1e9)")
        }
        self = moment
    }
}
