import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Execution
import Monitoring

/// What consensus and execution add up to since the start, by CometBFT's rules (consensus/metrics.go, state/metrics.go).
struct ConsensusMetrics {
    /// As CometBFT's `ExponentialBucketsRange(0.1, 100, 8)`.
    private static let durations = [
        0.1, 0.2682695795279726, 0.7196856730011522, 1.9306977288832503, 5.179474679231213, 13.894954943731379,
        37.27593720314942, 100,
    ]
    /// Prometheus' usual ones.
    private static let usual = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// Whose blocks signed and missed are counted; nil for a node that does not sign.
    private let own: Address?
    private var rounds: Double = 0
    private var roundDurations = Histogram(bounds: durations)
    private var stepDurations: [RoundStep: Histogram] = [:]
    private var lastStep: (step: RoundStep, time: Nanoseconds)?
    private var roundBegan: Nanoseconds?
    private var blockIntervals = Histogram(bounds: usual)
    private var lastBlockTime: Timestamp?
    /// Who signed the last block.
    private var signers: ValidatorSet
    private var validators: (count: Int, power: Int64)
    private var missing: (count: Int, power: Int64) = (0, 0)
    private var byzantine: (count: Int, power: Int64) = (0, 0)
    private var ownPower: Int64?
    private var ownLastSigned: Int64?
    private var ownMissed = 0
    private var height: Int64
    private var transactions = (last: 0, total: 0)
    private var blockBytes = (last: 0, total: 0)
    private var validatorUpdates = 0
    private var parameterUpdates = 0

    /// - Parameters:
    ///   - own: The validator's address; nil for a node that does not sign.
    ///   - signers: Who signed the last block.
    init(own: Address?, signers: ValidatorSet, height: Height) {
        self.own = own
        self.signers = signers
        self.height = height.rawValue
        validators = (signers.count, signers.totalPower.rawValue)
    }

    // MARK: What happens

    mutating func note(_ observation: Observation, at now: Nanoseconds) {
        switch observation {
        case .round(_, let round):
            rounds = Double(round.rawValue)
            if let began = roundBegan { roundDurations.observe(ConsensusMetrics.seconds(from: began, to: now)) }
            roundBegan = now
        case .step(_, _, let step):
            if let last = lastStep {
                stepDurations[last.step, default: Histogram(bounds: ConsensusMetrics.durations)].observe(
                    ConsensusMetrics.seconds(from: last.time, to: now))
            }
            lastStep = (step, now)
        default: return
        }
    }

    mutating func note(_ committed: CommittedBlock) {
        let block = committed.block.block
        let current = committed.state.lastValidators
        validators = (current.count, current.totalPower.rawValue)
        noteSignatures(of: block)
        byzantine = (0, 0)
        for case .duplicateVote(let evidence) in block.evidence {
            guard let address = evidence.voteA.validatorAddress, let index = current.index(of: address),
                let validator = current.validator(at: index)
            else { continue }
            byzantine = (byzantine.count + 1, byzantine.power + validator.votingPower.rawValue)
        }
        if let last = lastBlockTime {
            blockIntervals.observe(Double(block.header.time.nanoseconds(since: last)) / 1e9)
        }
        lastBlockTime = block.header.time
        height = block.header.height.rawValue
        transactions = (
            block.data.transactions.count, transactions.total + block.data.transactions.count
        )
        blockBytes = (committed.block.parts.byteSize, blockBytes.total + committed.block.parts.byteSize)
        validatorUpdates += committed.response.validatorUpdates.isEmpty ? 0 : 1
        parameterUpdates += committed.response.consensusParamUpdates == nil ? 0 : 1
        signers = current
    }

    /// Who signed the block before, and who did not.
    private mutating func noteSignatures(of block: Block) {
        missing = (0, 0)
        guard let commit = block.lastCommit, commit.signatures.count == signers.count else { return }
        for (index, signature) in commit.signatures.enumerated() {
            guard let validator = signers.validator(at: index) else { continue }
            if signature.flag == .absent {
                missing = (missing.count + 1, missing.power + validator.votingPower.rawValue)
            }
            if validator.address == own {
                ownPower = validator.votingPower.rawValue
                if signature.flag == .commit {
                    ownLastSigned = block.header.height.rawValue
                } else {
                    ownMissed += 1
                }
            }
        }
    }

    private static func seconds(from start: Nanoseconds, to end: Nanoseconds) -> Double {
        Double(end.rawValue - start.rawValue) / 1e9
    }

    // MARK: What is scraped

    func families(_ names: MetricNames) -> [MetricFamily] {
        var families = [
            names.gauge("consensus", "rounds", "The round that is running.", rounds),
            names.histogram(
                "consensus", "round_duration_seconds",
                "Seconds from a round to the next one, of the same height or the next.", roundDurations),
            names.gauge("consensus", "validators", "Who may sign the last block.", Double(validators.count)),
            names.gauge("consensus", "validators_power", "Their power together.", Double(validators.power)),
            names.gauge(
                "consensus", "missing_validators",
                "Validators whose signatures the last block lacks for the one before.", Double(missing.count)),
            names.gauge(
                "consensus", "missing_validators_power", "The power of those whose signatures it lacks.",
                Double(missing.power)),
            names.gauge(
                "consensus", "byzantine_validators", "Validators that signed twice by the last block's evidence.",
                Double(byzantine.count)),
            names.gauge(
                "consensus", "byzantine_validators_power", "The power of those that signed twice.",
                Double(byzantine.power)),
            names.histogram(
                "consensus", "block_interval_seconds", "Seconds from a block's time to the next one's.", blockIntervals),
            names.gauge("consensus", "num_txs", "Transactions of the last block.", Double(transactions.last)),
            names.gauge("consensus", "block_size_bytes", "Bytes of the last block.", Double(blockBytes.last)),
            names.counter(
                "consensus", "chain_size_bytes", "Bytes of all blocks since the start.", Double(blockBytes.total)),
            names.gauge(
                "consensus", "total_txs", "Transactions of all blocks since the start.", Double(transactions.total)),
            names.gauge("consensus", "latest_block_height", "The height of the last block.", Double(height)),
            names.family(
                .histogram, "consensus", "step_duration_seconds",
                "Seconds that each step of a round took.",
                stepDurations.sorted { $0.key < $1.key }.map { step, histogram in
                    .init(.histogram(histogram), [("step", ConsensusMetrics.name(of: step))])
                }),
            names.counter(
                "state", "consensus_param_updates",
                "Blocks since the start after which the application changed the chain's parameters.",
                Double(parameterUpdates)),
            names.counter(
                "state", "validator_set_updates",
                "Blocks since the start after which the application changed validators.",
                Double(validatorUpdates)),
        ]
        guard let own, let ownPower else { return families }
        let label = [("validator_address", own.description)]
        families += [
            names.family(
                .gauge, "consensus", "validator_power", "The power of this node's validator.",
                [.init(.number(Double(ownPower)), label)]),
            names.family(
                .gauge, "consensus", "validator_missed_blocks", "Blocks since the start that lack its signature.",
                [.init(.number(Double(ownMissed)), label)]),
            names.family(
                .gauge, "consensus", "validator_last_signed_height",
                "The last block that has its signature for the one before.",
                ownLastSigned.map { [.init(.number(Double($0)), label)] } ?? []),
        ]
        return families
    }

    /// CometBFT's name for a step.
    private static func name(of step: RoundStep) -> String {
        switch step {
        case .newHeight: "NewHeight"
        case .newRound: "NewRound"
        case .propose: "Propose"
        case .prevote: "Prevote"
        case .prevoteWait: "PrevoteWait"
        case .precommit: "Precommit"
        case .precommitWait: "PrecommitWait"
        case .commit: "Commit"
        }
    }
}
