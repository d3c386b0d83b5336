import Chain
import Consensus
import Engine

// Faults that come when they hurt most: between a lock and the decision, between a signature and its sync.
extension World {
    /// A node's engine has handled something: what came of it may be a moment for a fault.
    func noteMoments(_ node: Node, _ effects: [Engine.Effect]) {
        for effect in effects {
            switch effect.action {
            case .publish(.consensus(let observation)): noteMoment(node, observation)
            case .append(let record, _) where record.holdsOwnSignature: crashSoon(node, within: 12)
            default: break
            }
        }
    }

    private func noteMoment(_ node: Node, _ observation: Observation) {
        switch observation {
        case .round(let height, let round) where round > 0:
            tally.laterRounds += 1
            if isCalm && node.isHonest && round.rawValue > calmRound + World.calmRounds {
                fail(.noProgress("calm, and node \(node.index) begins round \(round) of height \(height)"))
            }
        case .locked(_, _, _):
            tally.locks += 1
            seizeLock(node)
        case .relocked(_, _, _):
            tally.relocks += 1
            seizeLock(node)
        case .unlocked(_, _): tally.unlocks += 1
        default: break
        }
    }

    private func seizeLock(_ node: Node) {
        crashSoon(node, within: 60)
        if chance.happens(perMille: faults.splitAtLocksPerMille) && !network.isSplit {
            queue.add(.partition, at: now + chance.within(0...20_000_000))
        }
    }

    private func crashSoon(_ node: Node, within effects: Int) {
        guard chance.happens(perMille: faults.crashAtMomentsPerMille) else { return }
        node.fuse = min(node.fuse ?? .max, 1 + chance.below(effects))
    }
}
