import Chain
import JSON
import PeerMessages
import Wire

extension ConsensusMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .newRoundStep(let message): .member("new_round_step", message.protobufJSON)
        case .newValidBlock(let message): .member("new_valid_block", message.protobufJSON)
        case .proposal(let proposal): .member("proposal", .member("proposal", proposal.protobufJSON))
        case .proposalPOL(let message): .member("proposal_pol", message.protobufJSON)
        case .blockPart(let message): .member("block_part", message.protobufJSON)
        case .vote(let vote): .member("vote", .member("vote", vote.protobufJSON))
        case .hasVote(let message): .member("has_vote", message.protobufJSON)
        case .voteSetMaj23(let message): .member("vote_set_maj23", message.protobufJSON)
        case .voteSetBits(let message): .member("vote_set_bits", message.protobufJSON)
        }
    }
}

extension NewRoundStep: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)),
            ("step", .integer(step.rawValue)), ("seconds_since_start_time", .decimal(secondsSinceStartTime)),
            ("last_commit_round", .integer(lastCommitRound.rawValue)))
    }
}

extension NewValidBlock: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)),
            ("block_part_set_header", blockPartSetHeader.protobufJSON), ("block_parts", blockParts.protobufJSON),
            ("is_commit", .bool(isCommit)))
    }
}

extension ProposalPOL: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("proposal_pol_round", .integer(proposalPOLRound.rawValue)),
            ("proposal_pol", proposalPOL.protobufJSON))
    }
}

extension BlockPart: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)), ("part", part.protobufJSON))
    }
}

extension HasVote: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)), ("type", type.protobufJSON),
            ("index", .integer(index)))
    }
}

extension VoteSetMaj23: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)), ("type", type.protobufJSON),
            ("block_id", blockID.protobufJSON))
    }
}

extension VoteSetBits: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)), ("type", type.protobufJSON),
            ("block_id", blockID.protobufJSON), ("votes", votes.protobufJSON))
    }
}

extension EvidenceMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue { .member("evidence", .list(evidence)) }
}
