import Chain
import Cryptography

/// Watches the rules that keep agreement: who precommits a block has a quorum of prevotes for it, and prevotes nothing else
/// later, unless a quorum prevoted something else in between. It counts in its own way, with the eyes of someone who sees
/// every vote.
struct LockMonitor {
    private struct Step: Hashable {
        let height: Height
        let round: Round
    }

    private struct Precommit {
        let round: Round
        let blockID: BlockID
    }

    /// Who prevoted what, of everything that was ever signed.
    private var prevotes: [Step: [BlockID: Set<Address>]] = [:]
    /// The precommits for blocks that left each node, of the height it is at.
    private var precommits: [Int: (height: Height, list: [Precommit])] = [:]
    /// Heights up to this one are decided long ago, and nothing is known of their votes any more.
    private var forgotten: Height = 0

    /// Somebody gave a vote: a liar signed it, or an honest node's log has it.
    mutating func noteGiven(_ vote: Vote) {
        guard vote.type == .prevote, let address = vote.validatorAddress else { return }
        prevotes[Step(height: vote.height, round: vote.round), default: [:]][vote.blockID, default: []].insert(address)
    }

    /// An honest node sends a vote of its own.
    ///
    /// - Returns: What is wrong with it; nil for nothing.
    mutating func noteSent(_ vote: Vote, by node: Int, _ validators: ValidatorSet, _ model: FaultModel) -> String? {
        if vote.height <= forgotten { return nil }
        if let known = precommits[node], known.height > vote.height { return nil }
        if precommits[node]?.height != vote.height { precommits[node] = (vote.height, []) }
        if vote.type == .precommit {
            if vote.isNil { return nil }
            precommits[node]?.list.append(Precommit(round: vote.round, blockID: vote.blockID))
            let voters = prevotes[Step(height: vote.height, round: vote.round)]?[vote.blockID] ?? []
            if Quorums.isReached(by: voters, of: validators, model) { return nil }
            return "precommits \(vote.blockID) in \(vote.height)/\(vote.round), which no quorum prevoted"
        }
        let lock = precommits[node]?.list.filter { $0.round < vote.round }.max { $0.round < $1.round }
        guard let lock, lock.blockID != vote.blockID,
            !isReleased(lock.blockID, at: vote.height, from: lock.round, to: vote.round, validators, model)
        else { return nil }
        return
            "prevotes \(vote.blockID) in \(vote.height)/\(vote.round) after it precommitted \(lock.blockID) in round "
            + "\(lock.round), and no quorum prevoted anything else"
    }

    /// An honest node's lock was one thing before it handled something, and is another now.
    ///
    /// - Parameter round: The round the node is in.
    /// - Returns: What is wrong with it; nil for nothing.
    func fault(
        from before: LockSnapshot, to now: LockSnapshot, in round: Round, _ validators: ValidatorSet,
        _ model: FaultModel
    ) -> String? {
        guard now.height == before.height, now.height > forgotten, let locked = before.lockedBlock,
            locked != now.lockedBlock,
            !isReleased(locked, at: now.height, from: before.lockedRound, to: round, validators, model)
        else { return nil }
        return
            "gives up \(locked), locked in \(now.height)/\(before.lockedRound), in round \(round), and no quorum prevoted "
            + "anything else"
    }

    /// Whether a quorum prevoted something else in one of the rounds behind the lock's.
    private func isReleased(
        _ locked: BlockID, at height: Height, from lockedRound: Round, to round: Round, _ validators: ValidatorSet,
        _ model: FaultModel
    ) -> Bool {
        if round <= lockedRound { return false }
        for number in (lockedRound.rawValue + 1)...round.rawValue {
            // Whether some quorum is there does not depend on the order.
            for (blockID, voters) in prevotes[Step(height: height, round: Round(number))] ?? [:]
            where blockID != locked && Quorums.isReached(by: voters, of: validators, model) {
                return true
            }
        }
        return false
    }

    /// Forgets what a node precommitted, as it has itself.
    mutating func forget(node: Int) { precommits[node] = nil }

    /// Forgets a height that is decided.
    mutating func forget(through height: Height) {
        forgotten = height
        prevotes = prevotes.filter { $0.key.height > height }
    }
}

/// The rule of the fault model, written down a second time: the product's may be what is broken.
enum Quorums {
    static func isReached(by voters: Set<Address>, of validators: ValidatorSet, _ model: FaultModel) -> Bool {
        let power = validators.validators.reduce(0) { voters.contains($1.address) ? $0 + $1.votingPower.rawValue : $0 }
        return isReached(power, of: validators, model)
    }

    static func isReached(_ power: Int64, of validators: ValidatorSet, _ model: FaultModel) -> Bool {
        isReached(power, of: validators.validators.reduce(0) { $0 + $1.votingPower.rawValue }, model)
    }

    static func isReached(_ power: Int64, of total: Int64, _ model: FaultModel) -> Bool {
        model == .byzantine ? 3 * power > 2 * total : 3 * power >= 2 * total
    }
}
