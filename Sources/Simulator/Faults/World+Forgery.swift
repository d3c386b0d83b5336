import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages

/// A proposal made of a false block.
struct Forgery {
    let proposal: Proposal
    let parts: PartSet
}

// A proposer whose blocks hold a last commit with a signature in a place that is not its validator's.
extension World {
    /// What a forger sends instead of its own proposal and its parts; nil for the truth.
    func forgery(of message: PeerMessage, _ node: Node, _ process: Process) -> PeerMessage? {
        switch message {
        case .consensus(.proposal(let proposal)) where process.ownProposals.contains(proposal.signature):
            let key = ForgeryKey(height: proposal.height, round: proposal.round)
            if node.forgeries[key] == nil, chance.happens(perMille: 500) {
                node.forgeries[key] = forge(proposal, node, process)
            }
            return node.forgeries[key].map { .consensus(.proposal($0.proposal)) }
        case .consensus(.blockPart(let part)):
            guard let forgery = node.forgeries[ForgeryKey(height: part.height, round: part.round)],
                let other = forgery.parts[Int(part.part.index)]
            else { return nil }
            return .consensus(.blockPart(BlockPart(height: part.height, round: part.round, part: other)))
        default: return nil
        }
    }

    private func forge(_ proposal: Proposal, _ node: Node, _ process: Process) -> Forgery? {
        guard let known = process.engine.machine.state?.proposalBlock, known.id == proposal.blockID else { return nil }
        guard var commit = known.block.lastCommit else { return nil }
        let signed = commit.signatures.indices.filter { commit.signatures[$0].flag == .commit }
        guard let place = signed.first, let other = signed.last, place != other else { return nil }
        let moved = commit.signatures[place]
        commit.signatures[place] = CommitSig(
            flag: moved.flag, validatorAddress: moved.validatorAddress, timestamp: moved.timestamp,
            signature: commit.signatures[other].signature)
        var header = known.block.header
        header.lastCommitHash = commit.hash
        let block = Block(
            header: header, data: known.block.data, evidence: known.block.evidence, lastCommit: commit)
        guard let assembled = AssembledBlock(block: block, parts: block.partSet()) else { return nil }
        var forged = Proposal(
            height: proposal.height, round: proposal.round, polRound: proposal.polRound, blockID: assembled.id,
            timestamp: proposal.timestamp)
        forged.signature = node.key.sign(forged.signBytes(chainID: genesis.chainID))
        return Forgery(proposal: forged, parts: assembled.parts)
    }
}

struct ForgeryKey: Hashable {
    let height: Height
    let round: Round
}
