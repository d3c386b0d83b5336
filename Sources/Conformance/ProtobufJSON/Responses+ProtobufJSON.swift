import ABCI
import Chain
import Cryptography
import JSON
import Wire

extension Response: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .exception(let error): .member("exception", .member("error", .string(error)))
        case .echo(let message): .member("echo", .member("message", .string(message)))
        case .flush: .member("flush")
        case .info(let response): .member("info", response.protobufJSON)
        case .initChain(let response): .member("init_chain", response.protobufJSON)
        case .query(let response): .member("query", response.protobufJSON)
        case .checkTx(let response): .member("check_tx", response.protobufJSON)
        case .commit(let response):
            .member("commit", .member("retain_height", .decimal(response.retainHeight.rawValue)))
        case .listSnapshots(let response):
            .member("list_snapshots", .member("snapshots", .list(response.snapshots)))
        case .offerSnapshot(let response):
            .member("offer_snapshot", .member("result", .text(response.result.protobufName)))
        case .loadSnapshotChunk(let response):
            .member("load_snapshot_chunk", .member("chunk", .bytes(response.chunk)))
        case .applySnapshotChunk(let response): .member("apply_snapshot_chunk", response.protobufJSON)
        case .prepareProposal(let response): .member("prepare_proposal", .member("txs", .list(response.txs)))
        case .processProposal(let response):
            .member("process_proposal", .member("status", .text(response.status.protobufName)))
        case .extendVote(let response):
            .member("extend_vote", .member("vote_extension", .bytes(response.voteExtension)))
        case .verifyVoteExtension(let response):
            .member("verify_vote_extension", .member("status", .text(response.status.protobufName)))
        case .finalizeBlock(let response): .member("finalize_block", response.protobufJSON)
        }
    }
}

extension ResponseInfo: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("data", .string(data)), ("version", .string(version)), ("app_version", .decimal(appVersion)),
            ("last_block_height", .decimal(lastBlockHeight.rawValue)),
            ("last_block_app_hash", .bytes(lastBlockAppHash.bytes)))
    }
}

extension ResponseInitChain: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("consensus_params", .optional(consensusParams)), ("validators", .list(validators)),
            ("app_hash", .bytes(appHash.bytes)))
    }
}

extension ResponseQuery: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("code", .integer(code)), ("log", .string(log)), ("info", .string(info)), ("index", .decimal(index)),
            ("key", .bytes(key)), ("value", .bytes(value)), ("proof_ops", .optional(proofOps)),
            ("height", .decimal(height.rawValue)), ("codespace", .string(codespace)))
    }
}

extension ResponseCheckTx: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("code", .integer(code)), ("data", .bytes(data)), ("log", .string(log)), ("info", .string(info)),
            ("gas_wanted", .decimal(gasWanted)), ("gas_used", .decimal(gasUsed)), ("events", .list(events)),
            ("codespace", .string(codespace)))
    }
}

extension ResponseApplySnapshotChunk: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("result", .text(result.protobufName)), ("refetch_chunks", .array(refetchChunks.map { .integer($0) })),
            ("reject_senders", .array(rejectSenders.map { .string($0) })))
    }
}

extension ResponseFinalizeBlock: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("events", .list(events)), ("tx_results", .list(txResults)),
            ("validator_updates", .list(validatorUpdates)),
            ("consensus_param_updates", .optional(consensusParamUpdates)), ("app_hash", .bytes(appHash.bytes)))
    }
}

extension SnapshotOfferResult {
    fileprivate var protobufName: String {
        switch self {
        case .unknown: "UNKNOWN"
        case .accept: "ACCEPT"
        case .abort: "ABORT"
        case .reject: "REJECT"
        case .rejectFormat: "REJECT_FORMAT"
        case .rejectSender: "REJECT_SENDER"
        }
    }
}

extension ChunkApplicationResult {
    fileprivate var protobufName: String {
        switch self {
        case .unknown: "UNKNOWN"
        case .accept: "ACCEPT"
        case .abort: "ABORT"
        case .retry: "RETRY"
        case .retrySnapshot: "RETRY_SNAPSHOT"
        case .rejectSnapshot: "REJECT_SNAPSHOT"
        }
    }
}

extension ProposalStatus {
    fileprivate var protobufName: String {
        switch self {
        case .unknown: "UNKNOWN"
        case .accept: "ACCEPT"
        case .reject: "REJECT"
        }
    }
}

extension VoteExtensionStatus {
    fileprivate var protobufName: String {
        switch self {
        case .unknown: "UNKNOWN"
        case .accept: "ACCEPT"
        case .reject: "REJECT"
        }
    }
}
