package import Chain
package import Wire

/// A message of CometBFT's consensus log and when it was written (tendermint.consensus.TimedWALMessage).
package struct TimedWALMessage: Hashable, Sendable {
    package let time: Timestamp
    package let message: WALMessage

    package init(time: Timestamp, message: WALMessage) {
        self.time = time
        self.message = message
    }
}

extension TimedWALMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, time = Timestamp.zero, message = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: time = try reader.decode(Timestamp.self, field)
            case 2: try reader.merge(field, into: &message)
            default: try reader.skip(field)
            }
        }
        guard let message = try message.decodeIfPresent(WALMessage.self) else { throw .invalid("nil WAL message") }
        self.init(time: time, message: message)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, time)
        writer.message(2, message)
    }
}
