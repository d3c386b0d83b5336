import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages

// A validator that contradicts itself on purpose.
extension World {
    /// What an equivocator tells some instead of what it tells others; nil for the truth.
    func contradiction(of message: PeerMessage, _ node: Node, to other: Int) -> PeerMessage? {
        guard case .consensus(.vote(var vote)) = message, vote.validatorAddress == node.publicKey.address,
            other % 2 == 0, chance.happens(perMille: 700)
        else { return nil }
        vote.blockID = vote.isNil ? invented(vote) : .none
        vote.extension = []
        vote.extensionSignature = .empty
        vote.signature = node.key.sign(vote.signBytes(chainID: genesis.chainID))
        if !vote.isNil && vote.type == .precommit
            && nodes[node.index].process?.engine.machine.context?.extensionsAreEnabled == true
        {
            vote.extensionSignature = node.key.sign(vote.extensionSignBytes(chainID: genesis.chainID))
        }
        return .consensus(.vote(vote))
    }

    /// A block that nobody proposed, or the one that another node works on.
    private func invented(_ vote: Vote) -> BlockID {
        let known = nodes.lazy.compactMap { $0.process?.engine.machine.state?.proposalBlock }
            .first { $0.block.height == vote.height }
        if let known { return known.id }
        let hash = SHA256.hash(vote.signature.bytes)
        return BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash))
    }
}
