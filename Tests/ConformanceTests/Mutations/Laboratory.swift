import Chain
import Conformance
import Cryptography
import Execution
import Foundation
import JSON
import Wire

/// A captured chain with everything a dishonest validator of it has: the blocks, the states before them, and the keys.
struct Laboratory: Sendable {
    let name: String
    let captured: CapturedChain
    let blocks: [Block]
    /// The import before each block.
    let runners: [CapturedChainRunner]
    private let keys: [Address: Ed25519PrivateKey]

    init(_ name: String) throws {
        self.name = name
        let chain = VectorMember(try JSONValue(parsing: try VectorFolder.bytes("\(name)/chain.json")))
        captured = try CapturedChain(chain)
        blocks = try captured.blocks.map { try Block(protobuf: ProtobufReader($0.block)) }
        var checker = Checker(file: name), runners: [CapturedChainRunner] = []
        var runner = try CapturedChainRunner(captured, &checker)
        for index in captured.blocks.indices {
            runners.append(runner)
            _ = runner.add(captured.blocks[index], next: captured.block(after: index), &checker)
        }
        self.runners = runners
        let file = VectorMember(try JSONValue(parsing: try VectorFolder.bytes("\(name)/keys_all.json")))
        var keys: [Address: Ed25519PrivateKey] = [:]
        for node in try file["nodes"].elements() {
            let key = try Ed25519PrivateKey.decoded(from: node["priv_validator_key"]["priv_key"].json)
            keys[PublicKey.ed25519(key.publicKey).address] = key
        }
        self.keys = keys
    }

    /// The state before the block with this index.
    func state(_ index: Int) -> ChainState { runners[index].chain.state }

    /// A vote of a validator whose key is known; nil for others.
    func vote(
        _ type: SignedMessageType = .precommit, for blockID: BlockID, at height: Height, round: Round = 0,
        time: Timestamp, by validator: Validator, index: Int, in chainID: ChainID? = nil
    ) -> Vote? {
        guard let key = keys[validator.address] else { return nil }
        var vote = Vote(
            type: type, height: height, round: round, blockID: blockID, timestamp: time,
            validatorAddress: validator.address, validatorIndex: Int32(index), signature: .empty)
        vote.signature = key.sign(vote.signBytes(chainID: chainID ?? blocks[0].header.chainID))
        return vote
    }

    /// The commit for a block by all of a set whose keys are known.
    func commit(
        for blockID: BlockID, at height: Height, time: Timestamp, by set: ValidatorSet, chainID: ChainID? = nil
    ) -> Commit {
        let signatures = set.validators.enumerated().map { index, validator in
            vote(for: blockID, at: height, time: time, by: validator, index: index, in: chainID).map { vote in
                CommitSig(
                    flag: .commit, validatorAddress: validator.address, timestamp: time, signature: vote.signature)
            } ?? .absent
        }
        return Commit(height: height, round: 0, blockID: blockID, signatures: signatures)
    }

    /// A block that all validators decided, as dishonest ones together would hand it over.
    func decided(_ block: Block, _ index: Int) -> (blockID: BlockID, commit: Commit) {
        let blockID = BlockID(hash: block.hash, partSetHeader: block.partSet().header)
        let commit = commit(
            for: blockID, at: block.height, time: block.header.time, by: state(index).validators)
        return (blockID, commit)
    }

    /// What a node stores of such a block; its state and its results stay those of the honest one.
    func stored(_ block: Block, _ index: Int) -> CapturedBlock {
        let (blockID, commit) = decided(block, index)
        var stored = captured.blocks[index]
        stored.block = block.protobuf
        stored.hash = blockID.hash
        stored.partSetTotal = blockID.partSetHeader.total
        stored.partSetHash = blockID.partSetHeader.hash
        stored.meta = BlockMeta(block: block, parts: blockID.partSetHeader).protobuf
        stored.seenCommit = commit.protobuf
        return stored
    }
}

extension CapturedChain {
    func block(after index: Int) -> CapturedBlock? {
        index + 1 < blocks.count ? blocks[index + 1] : nil
    }
}

extension Block {
    /// The block with its header changed.
    func with(_ change: (inout Header) -> Void) -> Block {
        var block = self
        change(&block.header)
        return block
    }

    /// The block with other contents, and the header's hashes over them as they must be.
    func with(
        transactions: [Transaction]? = nil, evidence: [Evidence]? = nil, lastCommit: Commit? = nil
    ) -> Block {
        var block = Block(
            header: header, data: transactions.map { BlockData($0) } ?? data, evidence: evidence ?? self.evidence,
            lastCommit: lastCommit ?? self.lastCommit)
        block.header.dataHash = block.data.hash
        block.header.evidenceHash = EvidenceList(block.evidence).hash
        block.header.lastCommitHash = block.lastCommit?.hash
        return block
    }
}
