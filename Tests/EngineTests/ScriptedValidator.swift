import Chain
import Consensus
import Cryptography
import Testing
import Wire

/// A validator that signs whatever a test wants.
struct ScriptedValidator {
    static let chainID: ChainID = "lone"

    let key: Ed25519PrivateKey

    init(_ key: Ed25519PrivateKey) {
        self.key = key
    }

    init(_ seed: UInt8) throws {
        key = try #require(Ed25519PrivateKey(seed: Array(repeating: seed, count: 32)))
    }

    var publicKey: PublicKey { .ed25519(key.publicKey) }

    var address: Address { publicKey.address }

    func genesis(power: VotingPower) -> GenesisValidator {
        GenesisValidator(publicKey: publicKey, power: power, name: "scripted")
    }

    func vote(
        _ type: SignedMessageType, _ blockID: BlockID, height: Height, round: Round = 0, in validators: ValidatorSet,
        at time: Timestamp
    ) -> Vote {
        var vote = Vote(
            type: type, height: height, round: round, blockID: blockID, timestamp: time, validatorAddress: address,
            validatorIndex: Int32(validators.index(of: address) ?? 0), signature: Signature([]))
        vote.signature = key.sign(vote.signBytes(chainID: ScriptedValidator.chainID))
        return vote
    }

    func verified(_ vote: Vote) throws -> VerifiedVote {
        try #require(VerifiedVote(verifying: vote, chainID: ScriptedValidator.chainID, publicKey: publicKey))
    }

    func proposal(_ block: AssembledBlock, height: Height) throws -> VerifiedProposal {
        var proposal = Proposal(
            height: height, round: 0, polRound: .none, blockID: block.id, timestamp: block.block.header.time,
            signature: Signature([]))
        proposal.signature = key.sign(proposal.signBytes(chainID: ScriptedValidator.chainID))
        return try #require(
            VerifiedProposal(verifying: proposal, chainID: ScriptedValidator.chainID, publicKey: publicKey))
    }

    static func blockID(_ number: UInt8) -> BlockID {
        BlockID(hash: SHA256.hash([number]), partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([number, 1])))
    }

    static func peer() throws -> NodeID { try NodeID(String(repeating: "ab", count: 20)) }
}
