import Chain
import Consensus
import Cryptography
import Execution

// A key signs once at each step, whatever was copied, restored or started twice (docs/decisions/own-key.md).
//
// Deviation: CometBFT does not start when one of the last commits has a signature of its own key, its own ones included. Here what
// the log or the sign state accounts for is no risk, and what it does not silences the validator, not the node.
extension ValidatorEngine {
    // MARK: What is heard of our key

    /// A vote of our key came from a peer, its signature verified.
    mutating func hearOwnKey(in vote: Vote, from peer: NodeID, at now: Instant) {
        guard vote.validatorAddress == ownAddress, let step = SignedStep(vote) else { return }
        hearOwnKey(step, vote.signature, from: peer, at: now)
    }

    /// A proposal came from a peer in our turn, its signature verified by our key.
    mutating func hearOwnKey(in proposal: Proposal, verifiedBy key: PublicKey, from peer: NodeID, at now: Instant) {
        if key != settings.consensus.publicKey { return }
        let step = SignedStep(height: proposal.height, round: proposal.round, step: 1)
        hearOwnKey(step, proposal.signature, from: peer, at: now)
    }

    /// A block is executed: its last commit and its own were verified, all signatures of both.
    mutating func hearOwnKey(in decision: Decision, at now: Instant) {
        for commit in [decision.block.block.lastCommit, decision.commit.commit] {
            guard let commit, let own = commit.signatures.first(where: { $0.validatorAddress == ownAddress }),
                own.flag != .absent
            else { continue }
            hearOwnKey(
                SignedStep(height: commit.height, round: commit.round, step: 3), own.signature, from: nil, at: now)
        }
    }

    private mutating func hearOwnKey(_ step: SignedStep, _ signature: Signature, from peer: NodeID?, at now: Instant) {
        guard settings.heedsOwnKey, ownKey.usedElsewhere == nil, ownKey.isUnknown(step, signature), !others.isEmpty,
            !isForgotten(step)
        else { return }
        if let heard = ownKey.heard, step.height > heard.height, isGivenNow(step) {
            ownKey.usedElsewhere = step
            ownKey.heard = step
            endQuiet()
            return notify(.ownKeyUsedElsewhere(step, from: peer))
        }
        ownKey.heard = ownKey.heard.map { max($0, step) } ?? step
        // It is listened for, or waited for, already.
        if listening == nil && step.height > abstainsThrough { distrustOwnData(step, from: peer) }
    }

    /// Somebody knows of a signature of ours that we do not: the data is older than the key's use, or another node has the
    /// key. As with a key that came back, the others tell where it is safe to sign.
    private mutating func distrustOwnData(_ step: SignedStep, from peer: NodeID?) {
        listening = Listening()
        endQuiet()
        notify(.ownKeyHeard(step, from: peer))
        notify(.listening(othersCount: others.count))
    }

    /// Whether a signature was given after our start: when it was, nobody had begun that height.
    private func isGivenNow(_ step: SignedStep) -> Bool {
        guard let height = machine.height, let freshFrom = ownKey.freshFrom, !isFetching else { return false }
        return step.height >= freshFrom && (toldHeight ?? 0) <= height.next
    }

    /// The highest height that a peer says it is at; nil when nobody has said anything.
    private var toldHeight: Height? {
        peers.all.lazy.map(\.rounds.toldHeight).filter { $0 > 0 }.max()
    }

    // MARK: At a start

    /// Takes over what the log and the sign state know to be signed, and what stored commits have beyond that: where the log is
    /// gone and the sign state is old.
    mutating func beginOwnKeyWatch(_ point: StartPoint) {
        ownKey.begin(after: point.state.lastBlockHeight, last: point.lastSigned)
        for record in unreplayed {
            if let step = record.input.ownSignature, let signature = record.input.signatureOfOurs {
                ownKey.note(step, signature)
            }
        }
        // A sign state that says that nothing was ever signed is an operator's word (`unsafe-reset-priv-validator`).
        guard settings.heedsOwnKey, let committed = point.committedSignature, !others.isEmpty, listening == nil,
            let last = point.lastSigned, committed > last
        else { return }
        ownKey.heard = committed
        distrustOwnData(committed, from: nil)
    }

    /// Consensus begins, at the start or after catching up.
    ///
    /// - Parameter highest: The highest block that a peer says it has; 0 when none is known.
    mutating func consensusBegins(highest: Height, at now: Instant) {
        guard let chain else { return }
        // The height that goes on: some may have begun the one after it, nobody the next.
        ownKey.believedThrough = Height(chain.nextHeight.rawValue.addingClipped(OwnKeyWatch.leadMaximum))
        let current = min(max(highest.next, toldHeight ?? 0, chain.nextHeight), ownKey.believedThrough)
        ownKey.freshFrom = current.next.next
        guard settings.heedsOwnKey, needsOthers else { return }
        let isBehind = current.previous > ownKey.knownHeight
        let window = ownKey.hasBegun ? 0 : settings.doubleSignCheckHeight
        ownKey.hasBegun = true
        var through = isBehind ? current : 0
        if window > 0 {
            through = endOfWindow(max(through, Height(chain.lastBlockHeight.rawValue.addingClipped(window))))
        }
        if through < chain.nextHeight || listening != nil || isRejoining { return }
        if let quiet = ownKey.quiet, quiet.isWindow || quiet.through >= through { return }
        beQuiet(through: through, isWindow: window > 0, at: now)
    }

    /// The last height of a window that is at least this long. Two that are silent cannot hear each other, so a home and a copy of
    /// it never begin to sign at the same height: the one begins at a multiple of four, the other halfway between two.
    private func endOfWindow(_ height: Height) -> Height {
        let first = OwnKeyWatch.beginnings - 1 + (settings.isCopiedHome ? OwnKeyWatch.beginnings / 2 : 0)
        let rest = (first - height.rawValue % OwnKeyWatch.beginnings) % OwnKeyWatch.beginnings
        return Height(height.rawValue.addingClipped(rest))
    }

    private mutating func beQuiet(through: Height, isWindow: Bool, at now: Instant) {
        ownKey.quiet = OwnKeyWatch.Quiet(through: through, since: now.monotonic, isWindow: isWindow)
        notify(.ownKeyQuiet(through: through, window: isWindow ? settings.doubleSignCheckHeight : 0))
    }

    /// Whether our signature alone decides nothing, and others are to be heard at all.
    private var needsOthers: Bool {
        guard let chain, let address = ownAddress, let index = chain.validators.index(of: address),
            let own = chain.validators.validator(at: index)
        else { return false }
        return !chain.quorum.isReached(own.votingPower)
    }

    // MARK: Before something is signed

    /// Has something signed; later, while it is not known what our key has signed.
    mutating func sign(_ action: Action, height: Height, round: Round, refusal: Input, at now: Instant) {
        if isStoppedFromSigning { return }
        if abstains(from: height, round) || ownKey.usedElsewhere != nil {
            inputs.append(refusal)
        } else if isQuiet(at: height, now) {
            ownKey.hold(OwnKeyWatch.Held(action: action, height: height, round: round, refusal: refusal))
        } else {
            ownKey.hasSigned = true
            emit(action)
        }
    }

    /// Whether nothing is signed yet. Until the first signature it must be known where the others are: who has decided a
    /// height of which we know nothing may have done so with our signature.
    private mutating func isQuiet(at height: Height, _ now: Instant) -> Bool {
        if let quiet = ownKey.quiet { return height <= quiet.through }
        guard settings.heedsOwnKey, !ownKey.hasSigned, !isRejoining, needsOthers else { return false }
        guard let told = toldHeight else { return isUntold(now) }
        let isBehind = told > height && told.previous > ownKey.knownHeight && height <= ownKey.believedThrough
        let through = isBehind ? min(told, ownKey.believedThrough) : height.previous
        let isWindow = settings.doubleSignCheckHeight > 0 && !ownKey.isReleased
        // However long the silence was: who has a window begins only where its copy does not.
        let last = isWindow ? endOfWindow(through) : through
        if last < height { return false }
        beQuiet(through: last, isWindow: isWindow, at: now)
        return true
    }

    /// Whether it is waited for a peer that says where it is: without peers nothing can be decided, and so nothing is lost; one that
    /// is there should say it within a round.
    private mutating func isUntold(_ now: Instant) -> Bool {
        if peers.all.isEmpty {
            ownKey.untoldSince = nil
            return true
        }
        let since = ownKey.untoldSince ?? now.monotonic
        ownKey.untoldSince = since
        let (elapsed, overflow) = now.monotonic.rawValue.subtractingReportingOverflow(since.rawValue)
        return overflow || elapsed < settings.consensus.timeouts.total(through: 0).rawValue
    }

    /// Ends the quiet when nothing is decided without us, and has what was held back signed.
    mutating func watchOwnKey(at now: Instant) {
        guard let height = machine.height, let round = machine.state?.round else { return }
        let isAnybodyThere = peers.all.contains { $0.rounds.toldHeight == height }
        ownKey.quiet?.note(height, round, isAnybodyThere: isAnybodyThere, at: now.monotonic)
        if let quiet = ownKey.quiet {
            if height > quiet.through {
                ownKey.quiet = nil
            } else if isOver(quiet, now) {
                ownKey.quiet = nil
                ownKey.isReleased = true
                notify(.ownKeyQuietEnded(height: height))
            }
        }
        ownKey.held.removeAll { ($0.height, $0.round) != (height, round) }
        if ownKey.held.isEmpty || isQuiet(at: height, now) { return }
        let held = ownKey.held
        ownKey.held = []
        for wanted in held {
            sign(wanted.action, height: wanted.height, round: wanted.round, refusal: wanted.refusal, at: now)
        }
    }

    /// It is listened for longer than that: what was held back is refused.
    private mutating func endQuiet() {
        ownKey.quiet = nil
        for wanted in ownKey.held { inputs.append(wanted.refusal) }
        ownKey.held = []
    }

    /// Whether nothing has gone on for so long that we must be what is missing: one round when it is only that others were ahead,
    /// two in the operator's window, twice as long in a copied home. There, with fewer peers at our height than a quorum has validators beside us, all of them
    /// may be cut off with us, and it is ten.
    private func isOver(_ quiet: OwnKeyWatch.Quiet, _ now: Instant) -> Bool {
        var rounds: Int32 = 1
        if quiet.isWindow {
            rounds = peers.all.count { $0.rounds.toldHeight == quiet.height } >= othersOfQuorum ? 2 : 10
            if settings.isCopiedHome { rounds *= 2 }
        }
        let timeouts = settings.consensus.timeouts
        let (last, lastOverflow) = quiet.round.rawValue.addingReportingOverflow(rounds - 1)
        let until = timeouts.total(through: lastOverflow ? quiet.round : Round(last)).rawValue
        let before = quiet.round.rawValue > 0 ? timeouts.total(through: Round(quiet.round.rawValue - 1)).rawValue : 0
        let (elapsed, overflow) = now.monotonic.rawValue.subtractingReportingOverflow(quiet.since.rawValue)
        return !overflow && elapsed >= until - before
    }

    /// How many validators a quorum has beside us, when those with the least power are in it.
    private var othersOfQuorum: Int {
        guard let chain, let address = ownAddress else { return 0 }
        var power: Int64 = 0
        var smallest: [Int64] = []
        for validator in chain.validators.validators {
            if validator.address == address {
                power = validator.votingPower.rawValue
            } else {
                smallest.append(validator.votingPower.rawValue)
            }
        }
        smallest.sort()
        for (count, other) in smallest.enumerated() {
            if chain.quorum.isReached(VotingPower(power)) { return count }
            power += other
        }
        return smallest.count
    }
}

extension SignedStep {
    /// nil for what is no vote.
    init?(_ vote: Vote) {
        switch vote.type {
        case .prevote: self.init(height: vote.height, round: vote.round, step: 2)
        case .precommit: self.init(height: vote.height, round: vote.round, step: 3)
        case .proposal, .unknown: return nil
        }
    }

    /// What is signed at the step, in a word.
    package var name: String {
        switch step {
        case 1: "proposal"
        case 2: "prevote"
        default: "precommit"
        }
    }
}

extension Int64 {
    /// The sum, or the largest number where it is beyond that.
    fileprivate func addingClipped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
