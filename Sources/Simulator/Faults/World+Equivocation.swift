import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages

// A validator that contradicts itself on purpose.
extension World {
    /// What an equivocator tells a node instead of its vote; nil for the truth. It votes for the block that the node works
    /// on: so each half of a divided network hears what makes it decide.
    func contradiction(of message: PeerMessage, _ node: Node, to other: Int) -> PeerMessage? {
        guard case .consensus(.vote(var vote)) = message, vote.validatorAddress == node.address,
            chance.happens(perMille: 700)
        else { return nil }
        let isPrecommit = vote.type == .precommit
        let wanted = proposed(to: other, at: vote.height) ?? (vote.isNil ? invented(vote) : .none)
        if wanted == vote.blockID { return nil }
        vote.blockID = wanted
        vote.extension = []
        vote.extensionSignature = .empty
        vote.signature = node.key.sign(vote.signBytes(chainID: genesis.chainID))
        if !vote.isNil && isPrecommit
            && nodes[node.index].process?.engine.machine.context?.extensionsAreEnabled == true
        {
            vote.extensionSignature = node.key.sign(vote.extensionSignBytes(chainID: genesis.chainID))
        }
        return .consensus(.vote(vote))
    }

    /// The block that a node works on at a height.
    private func proposed(to node: Int, at height: Height) -> BlockID? {
        guard let block = nodes[node].process?.engine.machine.state?.proposalBlock, block.block.height == height else {
            return nil
        }
        return block.id
    }

    /// A block that nobody proposed.
    func invented(_ vote: Vote) -> BlockID {
        let hash = SHA256.hash(vote.signature.bytes)
        return BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash))
    }
}
