import Chain
import PeerMessages

/// A phase of a round: who proposes, prevotes or precommits what.
struct Phase: Hashable {
    enum Kind: Hashable {
        case proposal, prevote, precommit
    }

    let height: Height
    let round: Round
    let kind: Kind

    /// The phase that a message is about; nil for one that is not part of a round.
    init?(_ message: PeerMessage) {
        switch message {
        case .consensus(.proposal(let proposal)):
            self.init(height: proposal.height, round: proposal.round, kind: .proposal)
        case .consensus(.blockPart(let part)): self.init(height: part.height, round: part.round, kind: .proposal)
        case .consensus(.vote(let vote)):
            self.init(height: vote.height, round: vote.round, kind: vote.type == .prevote ? .prevote : .precommit)
        default: return nil
        }
    }

    private init(height: Height, round: Round, kind: Kind) {
        self.height = height
        self.round = round
        self.kind = kind
    }
}

/// What happens to messages of one phase for a while, whoever passes them on: some nodes do not hear of the proposal, or of
/// the votes of some validators. So a round gets as far with some as it does not with others (after ByzzFuzz, Winter et al.
/// 2023).
struct PhaseFault {
    /// By validator and node: whether the node does not hear its vote.
    let deaf: [[Bool]]
    /// When it ends.
    let end: Int64
    /// Whether the messages are lost, or held until then while others overtake them.
    let isLoss: Bool
}

extension World {
    /// What happens to a message because of its phase; nil for nothing.
    func phaseFault(of message: PeerMessage, to node: Int) -> PhaseFault? {
        if faults.phaseFaultsPerMille == 0 { return nil }
        guard let phase = Phase(message) else { return nil }
        let fault: PhaseFault?
        if let known = phaseFaults[phase] {
            fault = known
        } else {
            fault = chance.happens(perMille: faults.phaseFaultsPerMille) ? drawPhaseFault() : nil
            phaseFaults[phase] = .some(fault)
        }
        guard let fault, now < fault.end else { return nil }
        var voter = 0
        if case .consensus(.vote(let vote)) = message { voter = max(0, Int(vote.validatorIndex)) }
        return fault.deaf[voter % fault.deaf.count][node] ? fault : nil
    }

    private func drawPhaseFault() -> PhaseFault {
        tally.phaseFaults += 1
        let density = Int(chance.within(150...650))
        return PhaseFault(
            deaf: nodes.map { _ in nodes.map { _ in chance.happens(perMille: density) } },
            end: now + chance.within(100_000_000...2_000_000_000), isLoss: chance.happens(perMille: 400))
    }
}
