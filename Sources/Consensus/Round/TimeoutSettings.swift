package import Chain

/// How long to wait in each step (CometBFT's `[consensus]` section; v0.38's defaults).
package struct TimeoutSettings: Hashable, Sendable {
    package var propose = Nanoseconds(milliseconds: 3_000)
    package var proposeDelta = Nanoseconds(milliseconds: 500)
    package var prevote = Nanoseconds(milliseconds: 1_000)
    package var prevoteDelta = Nanoseconds(milliseconds: 500)
    package var precommit = Nanoseconds(milliseconds: 1_000)
    package var precommitDelta = Nanoseconds(milliseconds: 500)
    /// How long to wait for late precommits after a block is decided, before the next height starts.
    package var commit = Nanoseconds(milliseconds: 1_000)

    package init() {}

    /// Grows by its delta with each round, so that some round is long enough once messages arrive in bounded time.
    package func duration(_ step: RoundStep, _ round: Round) -> Nanoseconds {
        switch step {
        case .propose: propose.adding(proposeDelta, times: round)
        case .prevoteWait: prevote.adding(prevoteDelta, times: round)
        case .precommitWait: precommit.adding(precommitDelta, times: round)
        case .newHeight: commit
        case .newRound, .prevote, .precommit, .commit: Nanoseconds(0)
        }
    }

    /// How long the rounds up to this one take, itself included, when each waits out all its timeouts; clipped to what fits.
    package func total(through round: Round) -> Nanoseconds {
        let rounds = Int128(round.rawValue) + 1
        let first = [propose, prevote, precommit].reduce(0) { $0 + Int128($1.rawValue) }
        let growth = [proposeDelta, prevoteDelta, precommitDelta].reduce(0) { $0 + Int128($1.rawValue) }
        return Nanoseconds(Int64(clamping: max(0, rounds * first + growth * (rounds * (rounds - 1) / 2))))
    }
}

extension Nanoseconds {
    /// A duration in milliseconds; clipped to what fits.
    package init(milliseconds: Int64) {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        self.init(overflow ? (milliseconds < 0 ? .min : .max) : product)
    }

    /// This much and `delta` for each round; clipped to what fits.
    func adding(_ delta: Nanoseconds, times round: Round) -> Nanoseconds {
        let (product, overflow) = delta.rawValue.multipliedReportingOverflow(by: Int64(round.rawValue))
        let (sum, sumOverflow) = rawValue.addingReportingOverflow(overflow ? .max : product)
        return Nanoseconds(sumOverflow ? .max : sum)
    }
}
