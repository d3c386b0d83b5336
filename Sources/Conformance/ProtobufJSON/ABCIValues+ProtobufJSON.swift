import ABCI
import Chain
import Cryptography
import JSON
import Wire

extension ABCIValidator: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("address", .bytes(address.bytes)), ("power", .decimal(power.rawValue)))
    }
}

extension ValidatorUpdate: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("pub_key", pubKey.protobufJSON), ("power", .decimal(power.rawValue)))
    }
}

extension VoteInfo: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("validator", validator.protobufJSON), ("block_id_flag", blockIDFlag.protobufJSON))
    }
}

extension ExtendedVoteInfo: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("validator", validator.protobufJSON), ("vote_extension", .bytes(voteExtension)),
            ("extension_signature", .bytes(extensionSignature.bytes)), ("block_id_flag", blockIDFlag.protobufJSON))
    }
}

extension CommitInfo: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("round", .integer(round.rawValue)), ("votes", .list(votes)))
    }
}

extension ExtendedCommitInfo: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("round", .integer(round.rawValue)), ("votes", .list(votes)))
    }
}

extension Misbehavior: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("type", .text(type.protobufName)), ("validator", validator.protobufJSON),
            ("height", .decimal(height.rawValue)), ("time", time.protobufJSON),
            ("total_voting_power", .decimal(totalVotingPower.rawValue)))
    }
}

extension MisbehaviorType {
    fileprivate var protobufName: String {
        switch self {
        case .unknown: "UNKNOWN"
        case .duplicateVote: "DUPLICATE_VOTE"
        case .lightClientAttack: "LIGHT_CLIENT_ATTACK"
        }
    }
}

extension Event: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("type", .string(type)), ("attributes", .list(attributes)))
    }
}

extension EventAttribute: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("key", .string(key)), ("value", .string(value)), ("index", .bool(index)))
    }
}

extension ExecTxResult: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("code", .integer(code)), ("data", .bytes(data)), ("log", .string(log)), ("info", .string(info)),
            ("gas_wanted", .decimal(gasWanted)), ("gas_used", .decimal(gasUsed)), ("events", .list(events)),
            ("codespace", .string(codespace)))
    }
}

extension Snapshot: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height)), ("format", .integer(format)), ("chunks", .integer(chunks)),
            ("hash", .bytes(hash)), ("metadata", .bytes(metadata)))
    }
}

extension ProofOperations: ProtobufJSONEncodable {
    var protobufJSON: JSONValue { .member("ops", .list(operations)) }
}

extension ProofOperation: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("type", .string(type)), ("key", .bytes(key)), ("data", .bytes(data)))
    }
}
