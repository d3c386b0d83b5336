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
        guard let lock, lock.blockID != vote.blockID else { return nil }
        for round in (lock.round.rawValue + 1)...vote.round.rawValue {
            let step = Step(height: vote.height, round: Round(round))
            // Whether some quorum is there does not depend on the order.
            for (blockID, voters) in prevotes[step] ?? [:] where blockID != lock.blockID {
                if Quorums.isReached(by: voters, of: validators, model) { return nil }
            }
        }
        return
            "prevotes \(vote.blockID) in \(vote.height)/\(vote.round) after it precommitted \(lock.blockID) in round "
            + "\(lock.round), and no quorum prevoted anything else"
    }

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
