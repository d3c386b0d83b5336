import Chain
import Consensus
import Cryptography
import Testing

/// Validators of equal power with keys from fixed seeds, in the order of their set.
struct Cast {
    let chainID: ChainID = "scene"
    let keys: [Ed25519PrivateKey]
    let validators: ValidatorSet

    init(_ count: Int, power: VotingPower = 1) throws {
        let keys = try (0..<count).map {
            try #require(Ed25519PrivateKey(seed: Array(repeating: UInt8($0 + 1), count: 32)))
        }
        let set = try ValidatorSet(keys.map { Validator(publicKey: .ed25519($0.publicKey), votingPower: power) })
        validators = set
        self.keys = try set.validators.map { validator in
            try #require(keys.first { .ed25519($0.publicKey) == validator.publicKey })
        }
    }

    func context(
        height: Height = 1, model: FaultModel = .byzantine, extensions: Bool = false, lastCommit: VoteSet? = nil,
        needsProofBlock: Bool = true
    ) -> HeightContext {
        HeightContext(
            chainID: chainID, height: height, validators: validators, faultModel: model, blockBytesMaximum: 1_000_000,
            extensionsAreEnabled: extensions, needsProofBlock: needsProofBlock, lastCommit: lastCommit)
    }

    /// The index of the validator that proposes in a round.
    func proposer(_ round: Round) throws -> Int {
        var set = validators
        if round > 0 { set.incrementProposerPriority(times: Int(round.rawValue)) }
        let proposer = try #require(set.proposer)
        return try #require(set.index(of: proposer.address))
    }

    /// A block that differs from others by its transaction.
    func block(_ name: String, height: Height = 1, time: Timestamp = .unixEpoch, lastCommit: Commit? = nil) throws
        -> AssembledBlock
    {
        let empty = Commit(height: 0, round: 0, blockID: .none, signatures: [])
        var block = Block(
            height: height, transactions: [Transaction(Array(name.utf8))], lastCommit: lastCommit ?? empty, evidence: []
        )
        block.header.version = BlockVersion(app: 0)
        block.header.chainID = chainID
        block.header.time = time
        block.header.validatorsHash = validators.hash
        block.header.nextValidatorsHash = validators.hash
        block.header.proposerAddress = validators.validators[0].address
        return try #require(AssembledBlock(block: block, parts: block.partSet()))
    }

    func vote(
        _ index: Int, _ type: SignedMessageType, _ blockID: BlockID, round: Round, height: Height = 1,
        time: Timestamp = .unixEpoch, extension bytes: [UInt8]? = nil
    ) throws -> VerifiedVote {
        var vote = Vote(
            type: type, height: height, round: round, blockID: blockID, timestamp: time,
            validatorAddress: validators.validators[index].address, validatorIndex: Int32(index),
            signature: .empty, extension: bytes ?? [], extensionSignature: .empty)
        vote.signature = keys[index].sign(vote.signBytes(chainID: chainID))
        if bytes != nil { vote.extensionSignature = keys[index].sign(vote.extensionSignBytes(chainID: chainID)) }
        return try #require(
            VerifiedVote(verifying: vote, chainID: chainID, publicKey: validators.validators[index].publicKey))
    }

    func proposal(
        _ block: AssembledBlock, round: Round, polRound: Round = .none, by index: Int? = nil, height: Height = 1
    )
        throws -> VerifiedProposal
    {
        let proposer = try index ?? self.proposer(round)
        var proposal = Proposal(
            height: height, round: round, polRound: polRound, blockID: block.id, timestamp: block.block.header.time)
        proposal.signature = keys[proposer].sign(proposal.signBytes(chainID: chainID))
        return try #require(
            VerifiedProposal(
                verifying: proposal, chainID: chainID, publicKey: validators.validators[proposer].publicKey))
    }
}
