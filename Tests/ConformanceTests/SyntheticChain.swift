import ABCI
import Chain
import Conformance
import Cryptography
import Execution
import JSON
import KVStore
import Wire

/// A chain that these tests make themselves, with what the captured ones do not have.
struct SyntheticChain {
    let genesis: GenesisDocument
    private(set) var chain: ChainImport<KVStore>
    private let keys: [Address: Ed25519PrivateKey]
    private var lastCommit: ExtendedCommit?
    private var blocks: [[(key: ByteString, value: JSONValue)]] = []

    /// - Parameters:
    ///   - validators: Their number; each has power 10.
    ///   - extensions: The height from which on precommits carry extensions; 0 for never.
    init(
        validators: UInt8, initialHeight: Height = 1, extensions: Height = 0,
        evidence: EvidenceParameters = EvidenceParameters()
    ) throws {
        let keys = (1...validators).compactMap { Ed25519PrivateKey(seed: [UInt8](repeating: $0, count: 32)) }
        self.keys = Dictionary(uniqueKeysWithValues: keys.map { (PublicKey.ed25519($0.publicKey).address, $0) })
        var parameters = ConsensusParameters()
        parameters.abci = ABCIParameters(voteExtensionsEnableHeight: extensions)
        parameters.evidence = evidence
        genesis = GenesisDocument(
            time: .unixEpoch, chainID: "synthetic-chain", initialHeight: initialHeight,
            consensusParameters: parameters,
            validators: keys.map { GenesisValidator(publicKey: .ed25519($0.publicKey), power: 10) })
        chain = try ChainImport(genesis: genesis, application: KVStore())
    }

    /// The next block, and the commit by which all validators decide it.
    func next(
        transactions: [Transaction] = [], evidence: [Evidence] = []
    ) throws -> (block: Block, blockID: BlockID, commit: ExtendedCommit) {
        let state = chain.state
        let block = try state.makeBlock(
            transactions: transactions, lastCommit: lastCommit?.commit ?? .empty, evidence: EvidenceList(evidence),
            proposer: state.validators.proposer?.address ?? state.validators.validators[0].address)
        let blockID = BlockID(hash: block.hash, partSetHeader: block.partSet().header)
        return (block, blockID, commit(for: blockID, of: block.header, isExtended: isExtended(block.height)))
    }

    func isExtended(_ height: Height) -> Bool {
        chain.state.consensusParameters.abci.voteExtensionsEnabled(at: height)
    }

    /// Imports the next block, and keeps what a node would have stored of it.
    mutating func grow(transactions: [Transaction] = [], evidence: [Evidence] = []) throws {
        let before = chain.state
        let (block, blockID, commit) = try next(transactions: transactions, evidence: evidence)
        let isExtended = isExtended(block.height)
        let result = try chain.add(
            DecidedBlock(bytes: block.protobuf, commit: isExtended ? .extended(commit) : .plain(commit.commit)))
        if let lastCommit, !blocks.isEmpty {
            blocks[blocks.count - 1].append(("canonical_commit_proto", .hex(lastCommit.commit.protobuf)))
        }
        var stored: [(key: ByteString, value: JSONValue)] = [
            ("height", .integer(block.height.rawValue)), ("block_proto", .hex(block.protobuf)),
            ("hash", .hex(blockID.hash.bytes)), ("part_set_total", .integer(blockID.partSetHeader.total)),
            ("part_set_hash", .hex(blockID.partSetHeader.hash.bytes)),
            ("block_meta_proto", .hex(BlockMeta(block: block, parts: blockID.partSetHeader).protobuf)),
            ("seen_commit_proto", .hex(commit.commit.protobuf)),
            ("validators_proto", .hex(before.validators.protobuf)),
            ("validators", .array(before.validators.validators.map(entry))),
            ("proposer_round0", .hex((before.validators.proposer?.address).bytes)),
            ("consensus_params_proto", .hex(before.consensusParameters.protobuf)),
            ("finalize_block_response_proto", .hex(result.answer.protobuf)),
            ("results_hash", .hex(chain.state.lastResultsHash.bytes)),
        ]
        if isExtended { stored.append(("extended_commit_proto", .hex(commit.protobuf))) }
        blocks.append(stored)
        lastCommit = commit
    }

    /// The file that a capture of this chain would be.
    var captured: JSONValue {
        .members(
            ("genesis", genesis.json), ("blocks", .array(blocks.map { .object(JSONObject($0)) })),
            ("final_state_proto", .hex(chain.state.protobuf)),
            ("final_next_validators", chain.state.nextValidators.json), ("app_hash", .hex(chain.state.appHash.bytes)),
            ("last_block_height", .integer(chain.state.lastBlockHeight.rawValue)))
    }

    /// Precommits of all validators a second after the header's time.
    func commit(for blockID: BlockID, of header: Header, isExtended: Bool = false) -> ExtendedCommit {
        let time = header.time.adding(.seconds(1))
        let signatures = chain.state.validators.validators.enumerated().compactMap { index, validator in
            keys[validator.address].map { key in
                var vote = Vote(
                    type: .precommit, height: header.height, round: 0, blockID: blockID, timestamp: time,
                    validatorAddress: validator.address, validatorIndex: Int32(index), signature: .empty)
                if isExtended { vote.extension = [UInt8(index), 1, 2] }
                vote.signature = key.sign(vote.signBytes(chainID: header.chainID))
                let extensionSignature =
                    isExtended ? key.sign(vote.extensionSignBytes(chainID: header.chainID)) : .empty
                return ExtendedCommitSig(
                    commitSig: CommitSig(
                        flag: .commit, validatorAddress: validator.address, timestamp: time, signature: vote.signature),
                    extension: vote.extension, extensionSignature: extensionSignature)
            }
        }
        return ExtendedCommit(height: header.height, round: 0, blockID: blockID, signatures: signatures)
    }

    private func entry(_ validator: Validator) -> JSONValue {
        .members(
            ("address", .hex(validator.address.bytes)), ("power", .decimal(validator.votingPower.rawValue)),
            ("priority", .decimal(validator.proposerPriority.rawValue)))
    }
}
