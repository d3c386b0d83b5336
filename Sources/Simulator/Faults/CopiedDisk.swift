import Chain
import Consensus
import Engine
import Signer

/// What somebody does with a copy of a validator's disk.
package enum CopiedDisk: String, Sendable, CaseIterable {
    /// The validator is stopped, and its copy put in the place of its disk.
    case instead
    /// A second machine is started with the copy, while the validator runs: it listens for a while before it signs.
    case beside

    /// What happens of it, in this order.
    enum Stage: Int {
        case copied
        case used
    }
}

/// A copy that was made of a validator's disk.
struct DiskCopy {
    let kind: CopiedDisk
    /// The validator, by its place among the nodes.
    let original: Int
    /// The machine that is started with the copy: the validator's own, or another one.
    let user: Int
    var disk: Disk?
    var isUsed = false
}

extension World {
    /// How long it is waited for the chain to be far enough.
    private static let copyPatience: Int64 = 200_000_000

    /// Chooses the validator whose disk is copied, and when.
    func planCopy(_ cast: Cast) {
        guard let kind = faults.copiedDisk, let original = cast.copied else { return }
        copy = DiskCopy(kind: kind, original: original, user: kind == .beside ? nodes.count - 1 : original)
        queue.add(.copy(.copied), at: faults.copyAfter)
    }

    func carryOut(_ stage: CopiedDisk.Stage) {
        guard let copy, !copy.isUsed else { return }
        let original = nodes[copy.original]
        switch stage {
        case .copied:
            if original.disk.height < 1 {
                return queue.add(.copy(.copied), at: now + World.copyPatience)
            }
            self.copy?.disk = original.disk.copied
            trace?("\(stamp) the disk of n\(copy.original) is copied at height \(original.disk.height)")
            queue.add(.copy(.used), at: now + faults.copyAge)
        case .used:
            guard let disk = copy.disk else { return }
            // A copy that lacks no decision with the validator's signature is as good as the original, stopped at that moment.
            if copy.kind == .instead && !lacksDecision(disk, original) {
                return queue.add(.copy(.used), at: now + World.copyPatience)
            }
            self.copy?.isUsed = true
            tally.copies += 1
            trace?("\(stamp) the copy of n\(copy.original)'s disk is used, at height \(disk.height)")
            use(disk, on: nodes[copy.user])
        }
    }

    /// Whether a block was decided with the validator's signature, of a height of which the copy knows no signature.
    private func lacksDecision(_ disk: Disk, _ original: Node) -> Bool {
        let known = max(disk.height, disk.signedThrough(chainID: genesis.chainID))
        return original.disk.blocks.contains { block in
            guard let commit = block.block.block.lastCommit, commit.height > known else { return false }
            return commit.signatures.contains { $0.validatorAddress == original.address && $0.flag != .absent }
        }
    }

    private func use(_ disk: Disk, on node: Node) {
        crash(node)
        node.disk = disk
        node.storedAt = now
        node.released = []
        node.locks = [:]
        node.expectedLock = nil
        // What it signed since is not in the copy: it may sign none of it again.
        node.unloggedThrough = node.signedThrough
        // Who was not there has not crashed.
        if node.life == 0 { queue.add(.start(node: node.index), at: now) }
    }
}

extension Disk {
    /// The highest height of a signature that the log or the signer's state has.
    fileprivate func signedThrough(chainID: ChainID) -> Height {
        signState.after(log.compactMap(\.record), chainID: chainID).position.height
    }
}
