import Chain
import Cryptography
import JSON
import Transactions
import Wire

/// Blocks and validators as the gateway writes CometBFT's protobuf messages: bytes in Base64 where CometBFT's RPC has
/// hexadecimal.
enum BlockJSON {
    /// A block with its id, once with the proposer's address as bytes and once as text.
    static func answer(_ block: Block, _ id: BlockID) -> JSONValue {
        .members(
            ("block_id", blockID(id)),
            ("block", json(block, proposer: .base64(block.header.proposerAddress.bytes))),
            ("sdk_block", json(block, proposer: address(block.header.proposerAddress))))
    }

    private static func json(_ block: Block, proposer: JSONValue) -> JSONValue {
        .members(
            ("header", header(block.header, proposer: proposer)),
            ("data", .members(("txs", .array(block.data.transactions.map { .base64($0.bytes) })))),
            ("evidence", .members(("evidence", .array(block.evidence.map(evidence))))),
            ("last_commit", block.lastCommit.map(commit) ?? .null))
    }

    private static func header(_ header: Header, proposer: JSONValue) -> JSONValue {
        .members(
            (
                "version",
                .members(("block", .decimal(header.version.block)), ("app", .decimal(header.version.app)))
            ), ("chain_id", .string(header.chainID.text)), ("height", .decimal(header.height.rawValue)),
            ("time", header.time.json), ("last_block_id", blockID(header.lastBlockID)),
            ("last_commit_hash", .base64(header.lastCommitHash.bytes)), ("data_hash", .base64(header.dataHash.bytes)),
            ("validators_hash", .base64(header.validatorsHash.bytes)),
            ("next_validators_hash", .base64(header.nextValidatorsHash.bytes)),
            ("consensus_hash", .base64(header.consensusHash.bytes)), ("app_hash", .base64(header.appHash.bytes)),
            ("last_results_hash", .base64(header.lastResultsHash.bytes)),
            ("evidence_hash", .base64(header.evidenceHash.bytes)), ("proposer_address", proposer))
    }

    private static func blockID(_ id: BlockID) -> JSONValue {
        .members(
            ("hash", .base64(id.hash.bytes)),
            (
                "part_set_header",
                .members(
                    ("total", .integer(id.partSetHeader.total)), ("hash", .base64(id.partSetHeader.hash.bytes)))
            ))
    }

    private static func commit(_ commit: Commit) -> JSONValue {
        .members(
            ("height", .decimal(commit.height.rawValue)), ("round", .integer(commit.round.rawValue)),
            ("block_id", blockID(commit.blockID)),
            (
                "signatures",
                .array(
                    commit.signatures.map { signature in
                        .members(
                            ("block_id_flag", flag(signature.flag)),
                            ("validator_address", .base64(signature.validatorAddress.bytes)),
                            ("timestamp", signature.timestamp.json), ("signature", .base64(signature.signature.bytes)))
                    })
            ))
    }

    private static func flag(_ flag: BlockIDFlag) -> JSONValue {
        switch flag {
        case .unknown: .text("BLOCK_ID_FLAG_UNKNOWN")
        case .absent: .text("BLOCK_ID_FLAG_ABSENT")
        case .commit: .text("BLOCK_ID_FLAG_COMMIT")
        case .nil: .text("BLOCK_ID_FLAG_NIL")
        }
    }

    // MARK: Evidence

    private static func evidence(_ evidence: Evidence) -> JSONValue {
        switch evidence {
        case .duplicateVote(let evidence):
            .members(
                (
                    "duplicate_vote_evidence",
                    .members(
                        ("vote_a", vote(evidence.voteA)), ("vote_b", vote(evidence.voteB)),
                        ("total_voting_power", .decimal(evidence.totalVotingPower.rawValue)),
                        ("validator_power", .decimal(evidence.validatorPower.rawValue)),
                        ("timestamp", evidence.timestamp.json))
                ))
        // Its block is left out: who looks into an attack has it from the RPC.
        case .lightClientAttack(let evidence):
            .members(
                (
                    "light_client_attack_evidence",
                    .members(
                        ("conflicting_block", .null), ("common_height", .decimal(evidence.commonHeight.rawValue)),
                        ("byzantine_validators", .array([])),
                        ("total_voting_power", .decimal(evidence.totalVotingPower.rawValue)),
                        ("timestamp", evidence.timestamp.json))
                ))
        }
    }

    private static func vote(_ vote: Vote) -> JSONValue {
        let type: JSONValue =
            switch vote.type {
            case .unknown: .text("SIGNED_MSG_TYPE_UNKNOWN")
            case .prevote: .text("SIGNED_MSG_TYPE_PREVOTE")
            case .precommit: .text("SIGNED_MSG_TYPE_PRECOMMIT")
            case .proposal: .text("SIGNED_MSG_TYPE_PROPOSAL")
            }
        return .members(
            ("type", type), ("height", .decimal(vote.height.rawValue)), ("round", .integer(vote.round.rawValue)),
            ("block_id", blockID(vote.blockID)), ("timestamp", vote.timestamp.json),
            ("validator_address", .base64(vote.validatorAddress.bytes)),
            ("validator_index", .integer(vote.validatorIndex)), ("signature", .base64(vote.signature.bytes)),
            ("extension", .base64(vote.extension)), ("extension_signature", .base64(vote.extensionSignature.bytes)))
    }

    // MARK: Validators

    static func validator(_ validator: Validator) -> JSONValue {
        .members(
            ("address", address(validator.address)),
            (
                "pub_key",
                .members(
                    ("@type", .string(KeySchemas.typeURL(validator.publicKey))),
                    ("key", .base64(validator.publicKey.bytes)))
            ), ("voting_power", .decimal(validator.votingPower.rawValue)),
            ("proposer_priority", .decimal(validator.proposerPriority.rawValue)))
    }

    /// As in `daonvalcons1…`; empty when there is none.
    private static func address(_ address: Address?) -> JSONValue {
        let account = address.flatMap { AccountAddress($0.bytes) }
        return .text(account?.text(prefix: AccountAddress.consensusPrefix) ?? "")
    }

    /// `google.protobuf.Duration` in JSON.
    static func duration(_ nanoseconds: Int64) -> String {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        if rest == 0 { return "\(seconds)s" }
        let digits = String(rest.magnitude)
        return "\(seconds).\(String(repeating: "0", count: 9 - digits.count))\(digits)s"
    }
}
