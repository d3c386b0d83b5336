package import Wire

extension Nanoseconds: ProtobufCodable {
    /// google.protobuf.Duration: seconds and the rest have the same sign.
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, rawValue / Timestamp.nanosecondsPerSecond)
        writer.int32(2, Int32(rawValue % Timestamp.nanosecondsPerSecond))
    }

    /// Refuses what gogoproto's `StdDurationUnmarshal` refuses: parts out of range, of unlike signs, or together
    /// beyond Int64's nanoseconds.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var seconds: Int64 = 0
        var rest: Int32 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: seconds = try reader.int64(field)
            case 2: rest = try reader.int32(field)
            default: try reader.skip(field)
            }
        }
        // gogoproto `maxSeconds`: ten thousand years of 365.25 days.
        if !(-315_576_000_000...315_576_000_000).contains(seconds) {
            throw .invalid("duration: seconds:\(seconds) nanos:\(rest): seconds out of range")
        }
        if !(-999_999_999...999_999_999).contains(rest) {
            throw .invalid("duration: seconds:\(seconds) nanos:\(rest): nanos out of range")
        }
        if (seconds < 0 && rest > 0) || (seconds > 0 && rest < 0) {
            throw .invalid("duration: seconds:\(seconds) nanos:\(rest): seconds and nanos have different signs")
        }
        let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: Timestamp.nanosecondsPerSecond)
        let (sum, isBeyond) = product.addingReportingOverflow(Int64(rest))
        if isTooLarge || isBeyond {
            throw .invalid("duration: seconds:\(seconds) nanos:\(rest) is out of range for time.Duration")
        }
        self.init(sum)
    }
}
