import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import Mempool

/// What the engine was at some moment, for whoever only looks.
struct EngineSnapshot: Sendable {
    /// The height being decided; 0 before the start.
    var height: Height = 0
    /// What consensus knows of it.
    var round: RoundState?
    /// Who signed the block before.
    var lastValidators: ValidatorSet?
    /// Transactions that wait, and their bytes.
    var transactionCount = 0
    var transactionBytes: Int64 = 0
    var transactionCounts = PoolCounts()
    /// Names of the equivocations after which this node signs nothing.
    var signingStoppedBy: [Hash] = []

    /// Whether blocks are being fetched that others have made meanwhile.
    var isCatchingUp = false
    /// Through whom validators are heard.
    var voices = Voices()
    private static let heardHeightsMaximum: Int64 = 10
    private var timeouts = TimeoutSettings()

    /// Whether all timeouts of the height's rounds have run out and it is not decided: too few validators are there.
    ///
    /// - Parameter now: Monotonic.
    func isStalled(at now: Nanoseconds) -> Bool {
        // A chain that waits for transactions, or for its next height, waits for no vote.
        guard let round, round.step > .newRound, round.step < .commit else { return false }
        let (since, overflow) = now.rawValue.subtractingReportingOverflow(round.startTime.monotonic.rawValue)
        return !overflow && since > timeouts.total(through: round.round).rawValue
    }

    /// The validators that are heard, and through whom: of the last heights in which each could propose once, as far as there
    /// are not many. A vote of a validator that is far away may come too late to be counted, its proposal does not.
    var voters: [Address: NodeID] {
        let window = min(EngineSnapshot.heardHeightsMaximum, Int64(round?.validators.count ?? 0) + 1)
        return voices.heard(since: Height(max(0, height.rawValue - window)))
    }

    /// Before the engine has handled anything.
    init(isCatchingUp: Bool) {
        self.isCatchingUp = isCatchingUp
    }

    init(_ engine: borrowing ValidatorEngine) {
        height = engine.machine.height ?? 0
        round = engine.machine.state
        timeouts = engine.settings.consensus.timeouts
        lastValidators = engine.chain?.lastValidators
        transactionCount = engine.pool.count
        transactionBytes = engine.pool.byteCount
        transactionCounts = engine.pool.counts
        voices = engine.voices
        isCatchingUp = engine.isCatchingUp
        signingStoppedBy = engine.equivocations.open.map(\.hash)
    }
}
