package import JSON
import Wire

extension DuplicateVoteEvidence: JSONCodable {
    /// The last three have capitals because CometBFT gives those fields no names of their own.
    package var json: JSONValue {
        .members(
            ("vote_a", voteA.json),
            ("vote_b", voteB.json),
            ("TotalVotingPower", .decimal(totalVotingPower.rawValue)),
            ("ValidatorPower", .decimal(validatorPower.rawValue)),
            ("Timestamp", timestamp.json)
        )
    }

    /// Does not validate; refuses a missing vote.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let voteA = try reader["vote_a"].decodeIfPresent(Vote.self),
            let voteB = try reader["vote_b"].decodeIfPresent(Vote.self)
        else { throw reader.error("one or both of the votes are empty") }
        self.init(
            voteA: voteA, voteB: voteB, totalVotingPower: try reader["TotalVotingPower"].votingPower(),
            validatorPower: try reader["ValidatorPower"].votingPower(),
            timestamp: try reader["Timestamp"].decode())
    }
}

extension LightClientAttackEvidence: JSONCodable {
    package var json: JSONValue {
        .members(
            ("ConflictingBlock", conflictingBlock.json),
            ("CommonHeight", .decimal(commonHeight.rawValue)),
            ("ByzantineValidators", .array(of: byzantineValidators)),
            ("TotalVotingPower", .decimal(totalVotingPower.rawValue)),
            ("Timestamp", timestamp.json)
        )
    }

    /// Does not validate; refuses a missing block.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let block = try reader["ConflictingBlock"].decodeIfPresent(LightBlock.self) else {
            throw reader.error("conflicting block is nil")
        }
        self.init(
            conflictingBlock: block, commonHeight: try reader["CommonHeight"].height(),
            byzantineValidators: try reader["ByzantineValidators"].array(of: Validator.self),
            totalVotingPower: try reader["TotalVotingPower"].votingPower(),
            timestamp: try reader["Timestamp"].decode())
    }
}

extension Evidence: JSONCodable {
    /// The evidence behind the name of its kind.
    package var json: JSONValue {
        switch self {
        case .duplicateVote(let evidence): .tagged("tendermint/DuplicateVoteEvidence", evidence.json)
        case .lightClientAttack(let evidence): .tagged("tendermint/LightClientAttackEvidence", evidence.json)
        }
    }

    /// Does not validate.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let (type, value) = try reader.tagged() else { throw reader.error("nil evidence") }
        switch type {
        case "tendermint/DuplicateVoteEvidence": self = .duplicateVote(try value.decode())
        case "tendermint/LightClientAttackEvidence": self = .lightClientAttack(try value.decode())
        default: throw reader.error("unknown type \(JSONValue.string(type))")
        }
    }
}

extension EvidenceList: JSONCodable {
    /// Without evidence the list is `[]`, as in a block that CometBFT has read from its store.
    package var json: JSONValue { .members(("evidence", .array(of: evidence))) }

    /// Does not validate.
    package init(json: JSONValue) throws(JSONError) {
        self.init(try JSONReader(json)["evidence"].array(of: Evidence.self))
    }
}
