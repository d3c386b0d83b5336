import ABCI
import Chain
import Cryptography
import Execution
import Testing
import Wire

/// A chain of validators whose keys are known, in memory.
struct TestChain {
    static let genesisTime: Timestamp = Timestamp(seconds: 1_700_000_000, nanoseconds: 5) ?? .unixEpoch

    let keys: [Address: Ed25519PrivateKey]
    let genesis: GenesisDocument
    var state: ChainState
    /// The commit of the last block.
    var lastCommit = Commit.empty
    /// Headers, commits and validators of the heights so far.
    var headers: [Height: Header] = [:]
    var commits: [Height: Commit] = [:]
    var validators: [Height: ValidatorSet] = [:]

    /// - Parameter powers: One validator for each; equal powers stand in the order of their addresses.
    init(
        powers: [Int64] = [10, 10, 10, 10], initialHeight: Height = 1,
        parameters: ConsensusParameters = ConsensusParameters()
    ) throws {
        let keys = try (0..<powers.count).map { try TestChain.key(UInt8($0)) }
        self.keys = Dictionary(keys.map { ($0.publicKey.address, $0) }, uniquingKeysWith: { first, _ in first })
        genesis = GenesisDocument(
            time: TestChain.genesisTime, chainID: "execution-test", initialHeight: initialHeight,
            consensusParameters: parameters,
            validators: zip(keys, powers).map {
                GenesisValidator(publicKey: .ed25519($0.publicKey), power: VotingPower($1))
            })
        state = try ChainState(genesis: genesis).afterInitChain(ResponseInitChain())
    }

    static func key(_ number: UInt8) throws -> Ed25519PrivateKey {
        try #require(Ed25519PrivateKey(seed: [UInt8](repeating: number &+ 1, count: 32)))
    }

    /// The next block, by the validator whose turn it is.
    func block(transactions: [Transaction] = [], evidence: [Evidence] = []) throws -> Block {
        try state.makeBlock(
            transactions: transactions, lastCommit: lastCommit, evidence: EvidenceList(evidence),
            proposer: try #require(state.validators.proposer).address)
    }

    static func id(_ block: Block) -> BlockID {
        BlockID(hash: block.hash, partSetHeader: block.partSet().header)
    }

    /// The commit that the present validators make for a block; each votes a second after the other.
    ///
    /// - Parameter flags: How each votes, in the set's order; for the block where nothing is said.
    func commit(_ block: Block, flags: [Int: BlockIDFlag] = [:], round: Round = 0) throws -> Commit {
        try commit(
            to: TestChain.id(block), at: block.height, time: block.header.time, by: state.validators, flags: flags,
            round: round)
    }

    func commit(
        to blockID: BlockID, at height: Height, time: Timestamp, by set: ValidatorSet,
        flags: [Int: BlockIDFlag] = [:], round: Round = 0
    ) throws -> Commit {
        var commit = Commit(height: height, round: round, blockID: blockID, signatures: [])
        for (index, validator) in set.validators.enumerated() {
            let flag = flags[index] ?? .commit
            if flag == .absent {
                commit.signatures.append(.absent)
                continue
            }
            let vote = try signed(
                Vote(
                    type: .precommit, height: height, round: round, blockID: flag == .commit ? blockID : .none,
                    timestamp: time.adding(.seconds(Int64(index + 1))), validatorAddress: validator.address,
                    validatorIndex: Int32(index)))
            commit.signatures.append(
                CommitSig(
                    flag: flag, validatorAddress: validator.address, timestamp: vote.timestamp,
                    signature: vote.signature))
        }
        return commit
    }

    func signed(_ vote: Vote) throws -> Vote {
        let address = try #require(vote.validatorAddress)
        let key = try #require(keys[address])
        var vote = vote
        vote.signature = key.sign(vote.signBytes(chainID: state.chainID))
        return vote
    }

    /// Commits a block and its answer, without validating it.
    mutating func apply(
        _ block: Block, answer: ResponseFinalizeBlock? = nil, flags: [Int: BlockIDFlag] = [:]
    ) throws {
        let answer =
            answer ?? ResponseFinalizeBlock(txResults: block.data.transactions.map { _ in ExecTxResult() })
        let commit = try commit(block, flags: flags)
        headers[block.height] = block.header
        commits[block.height] = commit
        validators[block.height] = state.validators
        state = try BlockTransition(from: state, blockID: TestChain.id(block), block: block, answer: answer).state
        lastCommit = commit
    }

    /// Adds so many empty blocks.
    mutating func grow(by count: Int) throws {
        for _ in 0..<count { try apply(try block()) }
    }

    /// Two precommits of one validator for different blocks of a height.
    func duplicateVote(at height: Height, by index: Int = 0) throws -> DuplicateVoteEvidence {
        let set = try #require(validators[height])
        func vote(_ byte: UInt8) throws -> Vote {
            let hash = Hash([UInt8](repeating: byte, count: 32))
            return try signed(
                Vote(
                    type: .precommit, height: height, round: 0,
                    blockID: BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash)),
                    timestamp: TestChain.genesisTime, validatorAddress: set.validators[index].address,
                    validatorIndex: Int32(index)))
        }
        return try DuplicateVoteEvidence(
            vote(2), vote(1), blockTime: try #require(headers[height]).time, validators: set)
    }

    func history(_ evidence: Evidence) -> EvidenceHistory {
        EvidenceHistory(
            header: headers[evidence.height], commit: commits[evidence.height],
            validators: validators[evidence.height])
    }
}

extension Block {
    /// The block with other contents, its header's hashes of them made to fit.
    func with(
        transactions: [Transaction]? = nil, evidence: [Evidence]? = nil, lastCommit: Commit? = nil
    ) -> Block {
        let data = transactions.map { BlockData($0) } ?? data
        var copy = Block(
            header: header, data: data, evidence: evidence ?? self.evidence,
            lastCommit: lastCommit ?? self.lastCommit)
        copy.header.dataHash = data.hash
        copy.header.evidenceHash = EvidenceList(copy.evidence).hash
        copy.header.lastCommitHash = copy.lastCommit?.hash
        return copy
    }
}
