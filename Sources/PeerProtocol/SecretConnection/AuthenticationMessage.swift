package import Cryptography
package import Wire

/// tendermint.p2p.AuthSigMessage: who the sender is, and the proof.
package struct AuthenticationMessage: Hashable, Sendable, ProtobufCodable {
    /// The most bytes of the message without its length. One with a key of Ed25519 takes 102. Deviation: CometBFT
    /// reads up to a megabyte, from anybody.
    package static let bytesMaximum = FrameFormat.dataBytesMaximum

    package let key: PublicKey
    /// Of the challenge.
    package let signature: Signature

    package init(key: PublicKey, signature: Signature) {
        self.key = key
        self.signature = signature
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, key = EmbeddedMessage(), signature: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &key)
            case 2: signature = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        self.init(key: try key.decode(PublicKey.self), signature: Signature(signature))
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, key)
        writer.bytes(2, signature.bytes)
    }
}
