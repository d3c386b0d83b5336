package import Chain
import Consensus
package import Cryptography

/// What is known of the use of our own key, beside what this process signs with it.
///
/// A signature that neither the log, nor the sign state, nor this process has made says that the data is older than the
/// key's use, or that another node has the key. And before a process signs for the first time, others may know of heights that
/// it knows nothing of.
package struct OwnKeyWatch: Sendable {
    /// How long nothing is signed after a start.
    package struct Quiet: Hashable, Sendable {
        /// The last of the heights.
        package var through: Height
        /// Since when nothing goes on though somebody is there, monotonic: no height and no round begins.
        var since: Nanoseconds
        var height: Height = 0
        var round: Round = 0
        /// Whether the operator asked for it (`double_sign_check_height`), or others were ahead of what we know to have signed.
        let isWindow: Bool

        init(through: Height, since: Nanoseconds, isWindow: Bool) {
            self.through = through
            self.since = since
            self.isWindow = isWindow
        }

        /// Consensus is at this place. A round that follows another one does so because others vote, and enough of them.
        mutating func note(_ height: Height, _ round: Round, isAnybodyThere: Bool, at now: Nanoseconds) {
            if height == self.height && round == self.round && isAnybodyThere { return }
            (self.height, self.round, since) = (height, round, now)
        }
    }

    /// What consensus wanted signed while nothing is.
    struct Held: Sendable {
        let action: Action
        let height: Height
        let round: Round
        /// What it is told when nothing comes of it.
        let refusal: Input
    }

    /// Signatures of ours that are remembered: a height takes three, and each further round three more.
    private static let knownMaximum = 64
    static let leadMaximum: Int64 = 4
    /// Heights between two at which a home begins to sign after a window: room to hear of one who has begun before.
    static let beginnings: Int64 = 4

    /// What is durable when the process starts is not asked about: its log may be gone.
    private var startHeight: Height = 0
    /// The highest position that is known to be signed by us.
    package private(set) var last: SignedStep?
    private var known: [(step: SignedStep, signature: Signature)] = []

    /// The highest signature of our key that we have not made.
    package var heard: SignedStep?
    /// The one after which nothing is signed any more: it was made while we were silent.
    package var usedElsewhere: SignedStep?
    /// What is signed at this height or above has been signed after our start.
    var freshFrom: Height?

    package var quiet: Quiet?
    /// Whether consensus has begun since the process started.
    var hasBegun = false
    /// Up to where peers are believed that tell of heights above ours. Catching up ends within a height or two of the last block,
    /// and no liar may silence us for longer.
    var believedThrough: Height = 0
    /// Since when there are peers and none has said where it is, monotonic.
    var untoldSince: Nanoseconds?
    /// Whether anything was signed since then.
    var hasSigned = false
    /// Whether the quiet has ended because nothing went on.
    var isReleased = false
    var held: [Held] = []

    package init() {}

    /// - Parameters:
    ///   - durable: The last block that is stored.
    ///   - last: What the sign state and the log know to be signed last.
    package mutating func begin(after durable: Height, last: SignedStep?) {
        startHeight = durable
        self.last = last
    }

    /// Takes in a signature of ours, which stands in the log.
    package mutating func note(_ step: SignedStep, _ signature: Signature) {
        last = last.map { max($0, step) } ?? step
        if known.count >= OwnKeyWatch.knownMaximum { known.removeFirst() }
        known.append((step, signature))
    }

    /// Whether a verified signature of our key is none that we know of: above all that we signed, or another one in its place.
    package func isUnknown(_ step: SignedStep, _ signature: Signature) -> Bool {
        if step.height <= startHeight { return false }
        if let own = known.last(where: { $0.step == step }) { return own.signature != signature }
        return last.map { step > $0 } ?? true
    }

    /// The highest height at which anything is known to be signed or stored.
    var knownHeight: Height { max(startHeight, last?.height ?? 0) }

    /// Whether there is something to be looked after as time goes by.
    var isWaiting: Bool { quiet != nil || !held.isEmpty }

    /// Keeps what is to be signed later; of an older round nothing is needed any more.
    mutating func hold(_ wanted: Held) {
        held.removeAll { ($0.height, $0.round) != (wanted.height, wanted.round) }
        held.append(wanted)
    }
}
