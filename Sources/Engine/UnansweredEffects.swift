import Chain
import Consensus

/// What consensus asked for while a log was handled again, less what the log answers.
struct UnansweredEffects {
    /// In the order in which they were asked.
    private(set) var effects: [Consensus.Effect] = []

    /// Keeps an effect that waits for an answer; others had their time when they were new.
    mutating func add(_ effect: Consensus.Effect) {
        switch effect {
        case .schedule:
            // A new timeout replaces the one before.
            effects.removeAll { if case .schedule = $0 { true } else { false } }
            effects.append(effect)
        case .createProposal, .judge, .extendVote, .signProposal, .signVote, .decide, .equivocation:
            // Contradicting votes wait in memory alone until their height is committed.
            effects.append(effect)
        case .proposed, .quorumForInvalidBlock, .refuse, .observe:
            return
        }
    }

    /// Drops what an input answers.
    mutating func settle(_ input: Input) {
        effects.removeAll { effect in
            switch (effect, input) {
            case (.schedule(let asked, _), .timeout(let came)): asked == came
            case (.createProposal(let height, let round, _), .proposalCreated(_, let answered, let answeredRound)):
                height == answered && round == answeredRound
            case (.judge(let block, _, _), .judged(_, let hash, _)): block.id.hash == hash
            case (.extendVote(_, let height, let round), .voteExtended(_, let answered, let answeredRound)):
                height == answered && round == answeredRound
            case (.signProposal(let proposal), .proposalSigned(_, let height, let round)):
                proposal.height == height && proposal.round == round
            case (.signVote(let vote), .voteSigned(_, let height, let round, let type)):
                vote.height == height && vote.round == round && vote.type == type
            default: false
            }
        }
    }
}
