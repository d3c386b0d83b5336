package import Chain
package import Cryptography
package import Wire

/// A validator's new power; 0 removes it.
///
/// Negative powers can arrive from an application and are refused when the update is applied.
package struct ValidatorUpdate: Hashable, Sendable {
    package var pubKey: PublicKey
    package var power: VotingPower

    package init(pubKey: PublicKey, power: VotingPower) {
        self.pubKey = pubKey
        self.power = power
    }
}

extension ValidatorUpdate: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, pubKey)
        writer.int64(2, power.rawValue)
    }

    /// Deviation: CometBFT decodes a key of the wrong kind or size and fails when it applies the update; here the
    /// message is refused. Either way the application's answer is an error.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var key = EmbeddedMessage()
        var power: VotingPower = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &key)
            case 2: power = VotingPower(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
        self.init(pubKey: try key.decode(PublicKey.self), power: power)
    }
}
