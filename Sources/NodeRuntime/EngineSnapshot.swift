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
    /// Names of the equivocations after which this node signs nothing.
    var signingStoppedBy: [Hash] = []

    /// Whether blocks are being fetched that others have made meanwhile.
    var isCatchingUp = false
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

    /// Whose votes are known: in the round that is running or, unless the chain stands still, for the last block.
    func voters(at now: Nanoseconds) -> Set<Address> {
        guard let round else { return [] }
        let sets = [
            isStalled(at: now) ? nil : round.lastCommit, round.votes.prevotes(round.round),
            round.votes.precommits(round.round),
        ]
        return sets.compactMap { $0 }.reduce(into: []) { voters, set in
            for index in 0..<set.validators.count where set.vote(at: index) != nil {
                if let validator = set.validators.validator(at: index) { voters.insert(validator.address) }
            }
        }
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
        isCatchingUp = engine.isCatchingUp
        signingStoppedBy = engine.equivocations.open.map(\.hash)
    }
}
