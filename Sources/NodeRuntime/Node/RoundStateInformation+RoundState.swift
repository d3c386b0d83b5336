import Chain
import Consensus
import Cryptography
import RPC

extension RoundStateInformation {
    /// What the RPC shows of consensus.
    init(_ state: RoundState, height: Height, lastValidators: ValidatorSet?) {
        self.init(
            height: height, round: state.round, step: state.step.rawValue, startTime: state.startTime.wall,
            commitTime: state.commitTime?.wall ?? .zero, validators: state.validators)
        proposal = state.proposal
        proposed = BlockInformation(block: state.proposalBlock?.block, parts: state.proposalParts)
        lockedRound = state.lockedRound
        locked = BlockInformation(block: state.lockedBlock?.block, parts: state.lockedBlock?.parts)
        validRound = state.validRound
        valid = BlockInformation(block: state.validBlock?.block, parts: state.validBlock?.parts)
        votes = (0...max(0, state.votes.round.rawValue)).compactMap { number in
            guard let prevotes = state.votes.prevotes(Round(number)),
                let precommits = state.votes.precommits(Round(number))
            else { return nil }
            return RoundVotes(prevotes: VoteSetInformation(prevotes), precommits: VoteSetInformation(precommits))
        }
        commitRound = state.commitRound
        lastCommit = state.lastCommit.map(VoteSetInformation.init)
        self.lastValidators = lastValidators
        hasTriggeredTimeoutPrecommit = state.awaitsPrecommits
    }
}

extension VoteSetInformation {
    init(_ votes: VoteSet) {
        self.init(
            votes: (0..<votes.validators.count).map { votes.vote(at: $0) }, votedPower: votes.votedPower,
            totalPower: votes.validators.totalPower)
    }
}
