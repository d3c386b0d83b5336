import Chain
package import Wire

/// A message that consensus handled, and who sent it (tendermint.consensus.MsgInfo).
package struct WALReceived: Hashable, Sendable {
    package let message: ConsensusMessage
    /// The sender's id; empty for a message of the node itself.
    package let peerID: ByteString

    package init(message: ConsensusMessage, peerID: ByteString) {
        self.message = message
        self.peerID = peerID
    }
}

extension WALReceived: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, message = EmbeddedMessage(), peerID: ByteString = ""
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &message)
            case 2: peerID = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        self.init(message: try message.decode(ConsensusMessage.self), peerID: peerID)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, message)
        writer.string(2, peerID)
    }
}
