package import Chain
package import Cryptography
import Invariants

/// The consensus machine of CometBFT v0.38: Tendermint, one height at a time.
///
/// It is a value. `handle` takes what happened and the time, and returns what to do; nothing else goes in or out. It signs
/// nothing, checks no signature, executes no block and has no clock: it asks, and the answers are later inputs.
///
/// The rules stand in `Round/`, each with its line of the paper (arXiv 1807.04938); where v0.38 differs from the paper, the
/// rule says so, because Go's validators rely on v0.38's.
package struct Tendermint: Sendable {
    package let settings: ConsensusSettings
    /// The address we sign with; nil for a node that only follows.
    package let address: Address?
    /// The height being decided; nil before the first `.begin`.
    package internal(set) var context: HeightContext?
    /// What is known of it.
    package internal(set) var state: RoundState?
    /// The latest timeout that was asked for. One that is not later than it is not asked for: it would take the place of
    /// one that is still needed (CometBFT `consensus/ticker.go`).
    var latestTimeout: Timeout?
    /// What judging the blocks of this height gave.
    var verdicts: [Hash: BlockVerdict] = [:]
    /// Blocks being judged.
    var judging: Set<Hash> = []
    /// Votes we owe and cannot give yet, because the block is still being judged; a prevote before a precommit.
    var owed: [SignedMessageType] = []
    /// The precommit whose extension the application is making.
    var extending: Vote?
    /// The block of the proposal that is being signed.
    var proposing: AssembledBlock?
    /// Whether the decided block was handed on; from then on only the next height matters.
    var isDecided = false
    private var effects: [Effect] = []

    package init(settings: ConsensusSettings) {
        self.settings = settings
        address = settings.publicKey?.address
    }

    /// Takes in what happened.
    ///
    /// - Returns: What to do, in order.
    package mutating func handle(_ input: Input, at now: Instant) -> [Effect] {
        route(input, at: now)
        settleOwedVotes(at: now)
        let result = effects
        effects = []
        return result
    }

    private mutating func route(_ input: Input, at now: Instant) {
        switch input {
        case .begin(let context): begin(context, at: now)
        case .proposal(let verified, let peer): receive(verified, from: peer)
        case .part(let part, let height, let round, let peer):
            receive(part, height: height, round: round, from: peer, at: now)
        case .vote(let verified, let peer): receive(verified, from: peer, at: now)
        case .claim(let height, let round, let type, let blockID, let peer):
            if height == self.height,
                state?.votes.noteClaim(by: peer, round: round, type: type, for: blockID) == false
            {
                emit(.refuse(peer, .contradictingClaim))
            }
        case .timeout(let timeout): receive(timeout, at: now)
        case .transactionsAvailable(let height): transactionsAreAvailable(height: height, at: now)
        case .proposalCreated(let block, let height, let round):
            proposalWasCreated(block, height: height, round: round, at: now)
        case .judged(let verdict, let block, let height): wasJudged(verdict, block: block, height: height, at: now)
        case .voteExtended(let bytes, let height, let round): voteWasExtended(bytes, height: height, round: round)
        case .proposalSigned(let verified, let height, let round):
            proposalWasSigned(verified, height: height, round: round, at: now)
        case .voteSigned(let verified, let height, _, _):
            // A signer that refuses costs a vote, not the height: others may have the power without us. A precommit may be
            // one for the block before, which was decided without it.
            if let verified, height == self.height || height.next == self.height {
                receive(verified, from: nil, at: now)
            }
        }
    }

    /// What judging a block of this height gave; nil while it is not known.
    package func verdict(on block: Hash) -> BlockVerdict? { verdicts[block] }

    /// The height being decided; nil before the first.
    ///
    /// Not inlined: in place, the optimiser of Swift 6.3.1 ends with an error of ownership.
    package var height: Height? {
        @inline(never) get { context?.height }
    }

    /// Whether a block of this height is being judged.
    package func isJudging(_ block: Hash) -> Bool { judging.contains(block) }

    /// Our address when our key is among the height's validators.
    var ownSeat: (index: Int, address: Address)? {
        guard let address, let index = state?.validators.index(of: address) else { return nil }
        return (index, address)
    }

    mutating func schedule(_ step: RoundStep, _ round: Round, after wait: Nanoseconds) {
        guard let height else { return }
        let timeout = Timeout(height: height, round: round, step: step)
        if let latestTimeout, timeout <= latestTimeout { return }
        latestTimeout = timeout
        emit(.schedule(timeout, after: wait))
    }

    /// Sets the moments that were read from a log to now: its monotonic clock may be that of another boot.
    package mutating func resume(at now: Instant) {
        state?.startTime = now
        if state?.commitTime != nil { state?.commitTime = now }
    }

    mutating func emit(_ effect: Effect) {
        effects.append(effect)
    }

    mutating func observe(_ observation: Observation) {
        emit(.observe(observation))
    }
}
