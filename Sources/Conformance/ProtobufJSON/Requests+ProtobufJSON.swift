import ABCI
import Chain
import Cryptography
import JSON
import Wire

extension Request: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .echo(let message): .member("echo", .member("message", .string(message)))
        case .flush: .member("flush")
        case .info(let request): .member("info", request.protobufJSON)
        case .initChain(let request): .member("init_chain", request.protobufJSON)
        case .query(let request): .member("query", request.protobufJSON)
        case .checkTx(let request): .member("check_tx", request.protobufJSON)
        case .commit: .member("commit")
        case .listSnapshots: .member("list_snapshots")
        case .offerSnapshot(let request): .member("offer_snapshot", request.protobufJSON)
        case .loadSnapshotChunk(let request): .member("load_snapshot_chunk", request.protobufJSON)
        case .applySnapshotChunk(let request): .member("apply_snapshot_chunk", request.protobufJSON)
        case .prepareProposal(let request): .member("prepare_proposal", request.protobufJSON)
        case .processProposal(let request): .member("process_proposal", request.protobufJSON)
        case .extendVote(let request): .member("extend_vote", request.protobufJSON)
        case .verifyVoteExtension(let request): .member("verify_vote_extension", request.protobufJSON)
        case .finalizeBlock(let request): .member("finalize_block", request.protobufJSON)
        }
    }
}

extension RequestInfo: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("version", .string(version)), ("block_version", .decimal(blockVersion)),
            ("p2p_version", .decimal(p2pVersion)), ("abci_version", .string(abciVersion)))
    }
}

extension RequestInitChain: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("time", time.protobufJSON), ("chain_id", .string(chainID.text)),
            ("consensus_params", .optional(consensusParams)), ("validators", .list(validators)),
            ("app_state_bytes", .bytes(appStateBytes)), ("initial_height", .decimal(initialHeight.rawValue)))
    }
}

extension RequestQuery: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("data", .bytes(data)), ("path", .string(path)), ("height", .decimal(height.rawValue)),
            ("prove", .bool(prove)))
    }
}

extension RequestCheckTx: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("tx", .bytes(tx.bytes)), ("type", .text(type == .recheck ? "RECHECK" : "NEW")))
    }
}

extension RequestOfferSnapshot: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("snapshot", .optional(snapshot)), ("app_hash", .bytes(appHash.bytes)))
    }
}

extension RequestLoadSnapshotChunk: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("height", .decimal(height)), ("format", .integer(format)), ("chunk", .integer(chunk)))
    }
}

extension RequestApplySnapshotChunk: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("index", .integer(index)), ("chunk", .bytes(chunk)), ("sender", .string(sender)))
    }
}

extension RequestPrepareProposal: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("max_tx_bytes", .decimal(maxTxBytes)), ("txs", .list(txs)),
            ("local_last_commit", localLastCommit.protobufJSON), ("misbehavior", .list(misbehavior)),
            ("height", .decimal(height.rawValue)), ("time", time.protobufJSON),
            ("next_validators_hash", .bytes(nextValidatorsHash.bytes)),
            ("proposer_address", .bytes(proposerAddress.bytes)))
    }
}

extension RequestProcessProposal: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("txs", .list(txs)), ("proposed_last_commit", proposedLastCommit.protobufJSON),
            ("misbehavior", .list(misbehavior)), ("hash", .bytes(hash.bytes)), ("height", .decimal(height.rawValue)),
            ("time", time.protobufJSON), ("next_validators_hash", .bytes(nextValidatorsHash.bytes)),
            ("proposer_address", .bytes(proposerAddress.bytes)))
    }
}

extension RequestExtendVote: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("hash", .bytes(hash.bytes)), ("height", .decimal(height.rawValue)), ("time", time.protobufJSON),
            ("txs", .list(txs)), ("proposed_last_commit", proposedLastCommit.protobufJSON),
            ("misbehavior", .list(misbehavior)), ("next_validators_hash", .bytes(nextValidatorsHash.bytes)),
            ("proposer_address", .bytes(proposerAddress.bytes)))
    }
}

extension RequestVerifyVoteExtension: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("hash", .bytes(hash.bytes)), ("validator_address", .bytes(validatorAddress.bytes)),
            ("height", .decimal(height.rawValue)), ("vote_extension", .bytes(voteExtension)))
    }
}

extension RequestFinalizeBlock: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("txs", .list(txs)), ("decided_last_commit", decidedLastCommit.protobufJSON),
            ("misbehavior", .list(misbehavior)), ("hash", .bytes(hash.bytes)), ("height", .decimal(height.rawValue)),
            ("time", time.protobufJSON), ("next_validators_hash", .bytes(nextValidatorsHash.bytes)),
            ("proposer_address", .bytes(proposerAddress.bytes)))
    }
}
