import Chain
import Consensus
import Cryptography
import Evidence
import Execution

// When this node signs nothing, though it is asked to.
extension ValidatorEngine {
    /// Whether we may have signed something in this round that we do not know of.
    func abstains(from height: Height, _ round: Round) -> Bool {
        height <= abstainsThrough || listening != nil || abstainsUntilRestart(from: height, round)
    }

    /// Whether an operator has to look before anything is signed. What is asked for meanwhile is not refused: consensus
    /// asks again when the log is handled after the next start, so that nodes that all stopped can decide the height.
    var isStoppedFromSigning: Bool { !equivocations.open.isEmpty }

    /// Somebody signed twice. Where the chain's fault model is `crash`, agreement rests on nobody doing that: the node
    /// goes on following and serving what is decided, and signs again when its operator says so. Where it is
    /// `byzantine`, the chain bears it.
    mutating func distrust(_ equivocation: Equivocation?) {
        guard let equivocation, chain?.consensusParameters.faultModel == .crash, equivocations.note(equivocation)
        else { return }
        notify(.signingStopped(equivocation))
    }

    /// Notes whose vote was heard while we wait for everyone's.
    ///
    /// A peer that is ahead of the vote hands out what is stored: that says nothing about where its signer stands now.
    mutating func listen(to vote: Vote, from peer: NodeID) {
        guard listening != nil, let validator = vote.validatorAddress, validator != ownAddress,
            let sender = peers.index(of: peer).map({ peers.all[$0].rounds.toldHeight }), sender <= vote.height.next
        else { return }
        listening?.hear(validator, at: vote.height)
        guard let through = listening?.quietThrough(others: others) else { return }
        listening = nil
        abstainsThrough = max(abstainsThrough, ownKey.heard == nil ? through : through.next.next)
        notify(.abstaining(through: abstainsThrough))
    }

    /// Every validator but ourselves, and but those who wait for us as we would for them.
    var others: [Address] {
        guard let chain else { return [] }
        return chain.validators.validators.map(\.address).filter { $0 != ownAddress && !isExcused($0, in: chain) }
    }
}
