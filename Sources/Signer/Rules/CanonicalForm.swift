import Chain
import Wire

/// The messages that are signed, as far as a signer must read them back: where their time stands
/// (`tendermint/types/canonical.proto`).
enum CanonicalForm {
    case vote
    case proposal

    private var timestampField: Int32 {
        switch self {
        case .vote: 5
        case .proposal: 6
        }
    }

    /// The time in these sign bytes, or nil when they are not such a message.
    func timestamp(in signBytes: [UInt8]) -> Timestamp? {
        var reader = ProtobufReader(signBytes)
        do {
            guard try reader.varint() == UInt64(reader.remaining) else { return nil }
            var timestamp: Timestamp?
            while let field = try reader.nextField() {
                if field.number == timestampField {
                    timestamp = try reader.decode(Timestamp.self, field)
                } else {
                    try reader.skip(field)
                }
            }
            return timestamp
        } catch {
            return nil
        }
    }
}
