import Chain
import Cryptography
import JSON
import Wire

extension Evidence: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .duplicateVote(let evidence): .member("duplicate_vote_evidence", evidence.protobufJSON)
        case .lightClientAttack(let evidence): .member("light_client_attack_evidence", evidence.protobufJSON)
        }
    }
}

extension DuplicateVoteEvidence: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("vote_a", voteA.protobufJSON), ("vote_b", voteB.protobufJSON),
            ("total_voting_power", .decimal(totalVotingPower.rawValue)),
            ("validator_power", .decimal(validatorPower.rawValue)), ("timestamp", timestamp.protobufJSON))
    }
}

extension LightClientAttackEvidence: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("conflicting_block", conflictingBlock.protobufJSON), ("common_height", .decimal(commonHeight.rawValue)),
            ("byzantine_validators", .list(byzantineValidators)),
            ("total_voting_power", .decimal(totalVotingPower.rawValue)), ("timestamp", timestamp.protobufJSON))
    }
}

extension LightBlock: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            (
                "signed_header",
                .members(
                    ("header", signedHeader.header.protobufJSON), ("commit", signedHeader.commit.protobufJSON))
            ),
            ("validator_set", validatorSet.protobufJSON))
    }
}

extension ValidatorSet: ProtobufJSONEncodable {
    /// CometBFT never writes the total, so that the bytes do not depend on whether it was computed.
    var protobufJSON: JSONValue {
        .members(
            ("validators", .list(validators)), ("proposer", .optional(proposer)), ("total_voting_power", .decimal(0)))
    }
}

extension Validator: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("address", .bytes(address.bytes)), ("pub_key", publicKey.protobufJSON),
            ("voting_power", .decimal(votingPower.rawValue)),
            ("proposer_priority", .decimal(proposerPriority.rawValue)))
    }
}
