package import Chain
package import Wire

/// A timeout that ran out (tendermint.consensus.TimeoutInfo).
package struct WALTimeout: Hashable, Sendable {
    package let duration: Nanoseconds
    package let height: Height
    package let round: Round
    /// The number of the step it was set for; any number, as in CometBFT.
    package let step: UInt8

    package init(duration: Nanoseconds, height: Height, round: Round, step: UInt8) {
        self.duration = duration
        self.height = height
        self.round = round
        self.step = step
    }
}

extension WALTimeout: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, duration = Nanoseconds.zero, height: Int64 = 0, round: Int32 = 0, step: UInt32 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: duration = try reader.decode(Nanoseconds.self, field)
            case 2: height = try reader.int64(field)
            case 3: round = try reader.int32(field)
            case 4: step = try reader.uint32(field)
            default: try reader.skip(field)
            }
        }
        guard let narrow = UInt8(exactly: step) else {
            throw .invalid("denying message due to possible overflow: uint8 overflow")
        }
        self.init(duration: duration, height: Height(height), round: Round(round), step: narrow)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, duration)
        writer.int64(2, height.rawValue)
        writer.int32(3, round.rawValue)
        writer.uint32(4, UInt32(step))
    }
}
