import Chain
import Cryptography
import JSON
import Wire

extension PartSetHeader: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("total", .integer(total)), ("hash", .bytes(hash.bytes)))
    }
}

extension BlockID: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("hash", .bytes(hash.bytes)), ("part_set_header", partSetHeader.protobufJSON))
    }
}

extension MerkleProof: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("total", .decimal(total)), ("index", .decimal(index)), ("leaf_hash", .bytes(leafHash.bytes)),
            ("aunts", .array(aunts.map { .bytes($0.bytes) })))
    }
}

extension Part: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("index", .integer(index)), ("bytes", .bytes(bytes)), ("proof", proof.protobufJSON))
    }
}

extension BitArray: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("bits", .decimal(count)), ("elems", .array(words.map { .decimal($0) })))
    }
}

extension SignedMessageType: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .unknown: .text("SIGNED_MSG_TYPE_UNKNOWN")
        case .prevote: .text("SIGNED_MSG_TYPE_PREVOTE")
        case .precommit: .text("SIGNED_MSG_TYPE_PRECOMMIT")
        case .proposal: .text("SIGNED_MSG_TYPE_PROPOSAL")
        }
    }
}

extension BlockIDFlag: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .unknown: .text("BLOCK_ID_FLAG_UNKNOWN")
        case .absent: .text("BLOCK_ID_FLAG_ABSENT")
        case .commit: .text("BLOCK_ID_FLAG_COMMIT")
        case .nil: .text("BLOCK_ID_FLAG_NIL")
        }
    }
}

extension Vote: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("type", type.protobufJSON), ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)),
            ("block_id", blockID.protobufJSON), ("timestamp", timestamp.protobufJSON),
            ("validator_address", .bytes(validatorAddress.bytes)), ("validator_index", .integer(validatorIndex)),
            ("signature", .bytes(signature.bytes)), ("extension", .bytes(`extension`)),
            ("extension_signature", .bytes(extensionSignature.bytes)))
    }
}

extension Proposal: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("type", SignedMessageType.proposal.protobufJSON), ("height", .decimal(height.rawValue)),
            ("round", .integer(round.rawValue)), ("pol_round", .integer(polRound.rawValue)),
            ("block_id", blockID.protobufJSON), ("timestamp", timestamp.protobufJSON),
            ("signature", .bytes(signature.bytes)))
    }
}

extension CommitSig: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("block_id_flag", flag.protobufJSON), ("validator_address", .bytes(validatorAddress.bytes)),
            ("timestamp", timestamp.protobufJSON), ("signature", .bytes(signature.bytes)))
    }
}

extension Commit: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)),
            ("block_id", blockID.protobufJSON), ("signatures", .list(signatures)))
    }
}

extension ExtendedCommitSig: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("block_id_flag", flag.protobufJSON),
            ("validator_address", .bytes(commitSig.validatorAddress.bytes)),
            ("timestamp", commitSig.timestamp.protobufJSON), ("signature", .bytes(commitSig.signature.bytes)),
            ("extension", .bytes(`extension`)), ("extension_signature", .bytes(extensionSignature.bytes)))
    }
}

extension ExtendedCommit: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)),
            ("block_id", blockID.protobufJSON), ("extended_signatures", .list(signatures)))
    }
}

extension Header: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("version", .members(("block", .decimal(version.block)), ("app", .decimal(version.app)))),
            ("chain_id", .string(chainID.text)), ("height", .decimal(height.rawValue)), ("time", time.protobufJSON),
            ("last_block_id", lastBlockID.protobufJSON), ("last_commit_hash", .bytes(lastCommitHash.bytes)),
            ("data_hash", .bytes(dataHash.bytes)), ("validators_hash", .bytes(validatorsHash.bytes)),
            ("next_validators_hash", .bytes(nextValidatorsHash.bytes)),
            ("consensus_hash", .bytes(consensusHash.bytes)), ("app_hash", .bytes(appHash.bytes)),
            ("last_results_hash", .bytes(lastResultsHash.bytes)), ("evidence_hash", .bytes(evidenceHash.bytes)),
            ("proposer_address", .bytes(proposerAddress.bytes)))
    }
}

extension Block: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("header", header.protobufJSON), ("data", .member("txs", .list(data.transactions))),
            ("evidence", .member("evidence", .list(evidence))), ("last_commit", .optional(lastCommit)))
    }
}
