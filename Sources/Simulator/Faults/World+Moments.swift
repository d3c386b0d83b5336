import Consensus
import Engine

// Faults that come when they hurt most: between a lock and the decision, between a signature and its sync.
extension World {
    /// A node's engine has handled something: what came of it may be a moment for a fault.
    func seizeMoment(_ node: Node, _ effects: [Engine.Effect]) {
        if faults.crashAtMomentsPerMille + faults.splitAtLocksPerMille == 0 { return }
        for effect in effects {
            switch effect.action {
            case .publish(.consensus(.locked(_, _, _))), .publish(.consensus(.relocked(_, _, _))):
                crashSoon(node, within: 60)
                if !network.isSplit && chance.happens(perMille: faults.splitAtLocksPerMille) {
                    queue.add(.partition, at: now + chance.within(0...20_000_000))
                }
            case .append(let record, _) where record.holdsOwnSignature: crashSoon(node, within: 12)
            default: break
            }
        }
    }

    private func crashSoon(_ node: Node, within effects: Int) {
        guard chance.happens(perMille: faults.crashAtMomentsPerMille) else { return }
        node.fuse = min(node.fuse ?? .max, 1 + chance.below(effects))
    }
}
