package import Cryptography
package import Wire

/// Proof that validators broke the rules: what a block carries so that they can be punished.
package enum Evidence: Hashable, Sendable {
    case duplicateVote(DuplicateVoteEvidence)
    case lightClientAttack(LightClientAttackEvidence)

    /// The height of the deed.
    package var height: Height {
        switch self {
        case .duplicateVote(let evidence): evidence.height
        case .lightClientAttack(let evidence): evidence.commonHeight
        }
    }

    /// The time of the deed.
    package var time: Timestamp {
        switch self {
        case .duplicateVote(let evidence): evidence.timestamp
        case .lightClientAttack(let evidence): evidence.timestamp
        }
    }

    /// The name under which pools and RPC know the evidence.
    package var hash: Hash {
        switch self {
        case .duplicateVote(let evidence): evidence.hash
        case .lightClientAttack(let evidence): evidence.hash
        }
    }

    /// The leaf of the evidence hash: the protobuf form without the oneof around it (CometBFT `Evidence.Bytes`).
    package var bytes: [UInt8] {
        switch self {
        case .duplicateVote(let evidence): evidence.protobuf
        case .lightClientAttack(let evidence): evidence.protobuf
        }
    }
}

extension Evidence: Validatable {
    package func validate() throws(ValidationError) {
        switch self {
        case .duplicateVote(let evidence): try evidence.validate()
        case .lightClientAttack(let evidence): try evidence.validate()
        }
    }
}

extension Evidence: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .duplicateVote(let evidence): writer.message(1, evidence)
        case .lightClientAttack(let evidence): writer.message(2, evidence)
        }
    }

    /// Refuses what CometBFT's `EvidenceFromProto` refuses, which validates both kinds.
    ///
    /// Of several members the last one counts. The others must only be well-formed: a block that holds such evidence is
    /// valid for Go, and who refused it could be left behind by one proposer.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var member: Result<Evidence, DecodingError>?
        while let field = try reader.nextField() {
            switch field.number {
            case 1, 2:
                do {
                    member = .success(try Evidence.member(field, &reader))
                } catch {
                    if error.rule == nil { throw error }
                    member = .failure(error)
                }
            default: try reader.skip(field)
            }
        }
        guard let member else { throw .invalid("evidence is not recognized") }
        self = try member.get()
    }

    private static func member(_ field: ProtobufField, _ reader: inout ProtobufReader) throws(DecodingError) -> Evidence
    {
        field.number == 1
            ? .duplicateVote(try reader.decode(DuplicateVoteEvidence.self, field))
            : .lightClientAttack(try reader.decode(LightClientAttackEvidence.self, field))
    }
}
