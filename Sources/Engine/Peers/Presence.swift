package import Chain
import Consensus
package import Cryptography

/// Which validators are there, as far as their votes and the connections tell.
package struct Presence: Sendable {
    private static let heardHeightsMaximum: Int64 = 10

    private let height: Height
    private let round: RoundState?
    private let voices: Voices
    private let timeouts: TimeoutSettings

    init(height: Height, round: RoundState?, voices: Voices, timeouts: TimeoutSettings) {
        self.height = height
        self.round = round
        self.voices = voices
        self.timeouts = timeouts
    }

    /// Before the start: nobody is.
    package init() {
        self.init(height: 0, round: nil, voices: Voices(), timeouts: TimeoutSettings())
    }

    /// Whether all timeouts of the height's rounds have run out and it is not decided: too few validators are there.
    ///
    /// - Parameter now: Monotonic.
    package func isStalled(at now: Nanoseconds) -> Bool {
        // A chain that waits for transactions, or for its next height, waits for no vote.
        guard let round, round.step > .newRound, round.step < .commit else { return false }
        let (since, overflow) = now.rawValue.subtractingReportingOverflow(round.startTime.monotonic.rawValue)
        return !overflow && since > timeouts.total(through: round.round).rawValue
    }

    /// The validators that are heard, and through whom: of the last heights in which each could propose once, as far as there
    /// are not many. A vote of a validator that is far away may come too late to be counted, its proposal does not.
    ///
    /// While the chain stands still, they are those of them whose votes it does not wait for: on the way of another's votes a
    /// validator may seem to be there whose own connection is closed.
    ///
    /// - Parameter now: Monotonic.
    package func voters(at now: Nanoseconds) -> [Address: NodeID] {
        let window = min(Presence.heardHeightsMaximum, Int64(round?.validators.count ?? 0) + 1)
        let heard = voices.heard(since: Height(max(0, height.rawValue - window)))
        guard isStalled(at: now), let votes = round?.awaitedVotes else { return heard }
        return heard.filter { address, _ in
            votes.validators.index(of: address).map { votes.bitArray[$0] } ?? true
        }
    }
}

extension RoundState {
    /// The votes of which a quorum lets the round go on.
    fileprivate var awaitedVotes: VoteSet? {
        step < .precommit ? votes.prevotes(round) : votes.precommits(round)
    }
}
