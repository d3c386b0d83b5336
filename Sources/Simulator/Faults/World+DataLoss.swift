import Chain
import Consensus
import Cryptography
import Engine
import Execution
import Signer

/// Validators that lose their data at the same time, more of them than the others can do without, perhaps; and the operators
/// who bring them back from copies, and say so on every node.
struct DataLoss {
    /// What happens of it, in this order.
    enum Stage: Int {
        /// From now on it comes at the worst moment.
        case threatens
        /// At the latest now.
        case strikes
        /// The operators have found out.
        case isMended
    }

    /// By their places among the nodes.
    let nodes: [Int]
    fileprivate(set) var stage: Stage?

    init(_ nodes: [Int]) {
        self.nodes = nodes
    }
}

extension World {
    /// Chooses who is to lose its data, and when: not so many that they are a quorum, because then nobody can help.
    func planDataLoss() {
        guard let after = faults.dataLossAfter else { return }
        var lot = SplitMix64(seed: scenario.seed ^ 0x1055)
        let order = lot.shuffled(Array(0..<scenario.validators))
        var power: Int64 = 0
        var chosen: [Int] = []
        for index in order {
            let more = power + scenario.power(index)
            if Quorums.isReached(more, of: scenario.totalPower, scenario.faultModel) { continue }
            // Most worlds lose as many as can be borne with a restart; some fewer.
            if chosen.count > 1 && lot.happens(perMille: 200) { break }
            power = more
            chosen.append(index)
        }
        if chosen.isEmpty { return }
        dataLoss = DataLoss(chosen)
        queue.add(.dataLoss(.threatens), at: after)
        queue.add(.dataLoss(.strikes), at: after + lot.within(0...20_000_000_000))
    }

    /// Whether all have their data again.
    var dataLossIsOver: Bool { dataLoss.map { $0.stage == .isMended } ?? true }

    func carryOut(_ stage: DataLoss.Stage) {
        guard let loss = dataLoss, (loss.stage?.rawValue ?? -1) < stage.rawValue else { return }
        dataLoss?.stage = stage
        switch stage {
        case .threatens: return
        case .strikes: lose(loss.nodes)
        case .isMended: mend(loss.nodes)
        }
    }

    /// A block is on a node's disk, and somebody trusts that it is decided. When nobody has it who will keep its data, and one of
    /// them is not even locked on it, that is the worst of moments.
    func noteDataLossMoment(_ node: Node) {
        guard let dataLoss, dataLoss.stage == .threatens, dataLoss.nodes.contains(node.index) else { return }
        let height = node.disk.height
        let others = nodes[..<scenario.validators].filter { !dataLoss.nodes.contains($0.index) }
        if others.contains(where: { $0.disk.height >= height }) { return }
        let isUnlocked = others.contains { other in
            guard let machine = other.process?.engine.machine, machine.height == height else { return true }
            return machine.state?.lockedBlock == nil
        }
        if isUnlocked { carryOut(.strikes) }
    }

    private func lose(_ lost: [Int]) {
        tally.dataLosses += lost.count
        trace?("\(stamp) \(lost) lose their data")
        for index in lost {
            let node = nodes[index]
            crash(node)
            node.isGone = true
            node.life += 1
            node.disk = node.disk.copy(through: chance.below(node.disk.blocks.count + 1), initialState)
            node.released = []
            node.locks = [:]
            node.expectedLock = nil
            checker.forgetLocks(of: node)
        }
        // Often it is the power that goes, and the others start again from their disks.
        if chance.happens(perMille: 700) {
            for node in nodes where !lost.contains(node.index) { crash(node) }
        }
        queue.add(.dataLoss(.isMended), at: now + chance.within(10_000_000...5_000_000_000))
    }

    /// All are stopped, the same is said on all, and all are started.
    private func mend(_ lost: [Int]) {
        let forgetful = lost.map { nodes[$0].address }
        var restart: SharedLoss.Restart?
        let remembering = nodes[..<scenario.validators].filter { !lost.contains($0.index) }
        let power = remembering.reduce(0) { $0 + scenario.power($1.index) }
        if !Quorums.isReached(power, of: scenario.totalPower, scenario.faultModel) {
            for node in remembering { crash(node) }
            restart = restartPoint(remembering)
        }
        let loss = SharedLoss(forgetful: forgetful, restart: restart)
        trace?("\(stamp) \(lost) come back from copies, restart: \(restart.map { "\($0)" } ?? "none")")
        for node in nodes where restart != nil || lost.contains(node.index) { node.disk.sharedLoss = loss }
        for index in lost {
            nodes[index].isGone = false
            nodes[index].disk.restoration = .listening
            queue.add(.start(node: index), at: now + chance.within(0...1_000_000_000))
        }
    }

    /// The lowest that the command takes.
    private func restartPoint(_ remembering: some Sequence<Node>) -> SharedLoss.Restart {
        var height: Height = 1
        var signed: [SignPosition] = []
        for node in remembering {
            guard let records = try? node.disk.records(chainID: genesis.chainID) else { continue }
            let position = node.disk.signState.after(records, chainID: genesis.chainID).position
            signed.append(position)
            height = max(height, node.disk.state.nextHeight, position.height)
        }
        let round = signed.filter { $0.height == height }.map(\.round.next.next).max() ?? 1
        return SharedLoss.Restart(height: height, round: max(1, round))
    }
}
