import Chain
import Consensus
import Cryptography
import PeerMessages

/// A connected peer: what it has, and what waits to be sent to it.
struct Peer: Sendable {
    let id: NodeID
    /// Whether it keeps what comes for the height after its own.
    let keepsEarly: Bool
    var rounds = PeerRoundState()
    /// What it has sent for the height after ours.
    var early = EarlyMessages()
    /// What it was sent for the height after the one it told.
    var ahead = EarlyMessages.Allowance()
    /// What was handed out and not yet taken.
    var outbox = Outbox()
    /// Whether it must be told where we stand.
    var owesRoundStep = true
    /// Whether it must be told which parts we have of a block with a quorum.
    var owesValidBlock = false
    /// The last transaction of the pool that it was sent, or that it need not be sent.
    var lastTransaction: UInt64 = 0
    /// The last piece of evidence that it was sent, or that is too old for it.
    var lastEvidence: UInt64 = 0
    /// Votes of its that are being verified.
    var verifying = 0
    /// Lists of evidence of its that are being verified.
    var examining = 0
    /// What it sent and nobody could have sent who keeps to the rules.
    var falsehoods = Falsehoods()
    /// Whether there may be something to send.
    var isAwake = true
    /// Whether it must be told which blocks we have: when it has connected, and when it asks.
    var owesStatus = true
    /// How many blocks it may still give that were asked for by a catching-up that has ended, by height.
    private(set) var blocksOwed: [Height: Int] = [:]
    /// Heights it asked to be given, in order.
    var wanted: [Height] = []
    /// Up to here it asked for blocks that we do not have.
    var unavailableThrough: Height = 0
    var patience = Patience()
    /// Whom it is connected to; nil for a peer that does not tell, as CometBFT's.
    var links: Set<NodeID>?
    /// Whether it must be told whom we are connected to.
    var owesLinks = true
    var relayPatience = RelayPatience()
    /// For how many turns precommits have been held back from it since it last moved on; nil when none are.
    var precommitsHeldFor: Int?
    /// When the first round of its height began, by what it told and our clock.
    private(set) var startTime = Timestamp.zero
    /// Votes and parts it has sent that were new here.
    var voteCount = 0
    var partCount = 0

    init(id: NodeID, keepsEarly: Bool) {
        self.id = id
        self.keepsEarly = keepsEarly
    }

    /// It has told how long ago the first round of its height began.
    mutating func noteStart(secondsAgo seconds: Int64, at now: Timestamp) {
        // A longer time is a joke, and would not fit into nanoseconds.
        let bound: Int64 = 1_000_000_000
        startTime = now.adding(nanoseconds: -max(-bound, min(bound, seconds)) * 1_000_000_000)
    }

    /// Catching up has ended, and so much that was asked for has not come.
    mutating func noteOwed(_ owed: [Height: Int]) { blocksOwed = owed }

    /// What it was asked for in vain has come, or will not.
    mutating func notePaid(_ height: Height) {
        guard let count = blocksOwed[height] else { return }
        blocksOwed[height] = count > 1 ? count - 1 : nil
    }

    /// It took so many messages of a channel.
    mutating func noteTaken(_ channel: ChannelID, _ count: Int) {
        // What found no room may be sent now.
        if !outbox.hasRoom(channel) || channel == .blockSync && !wanted.isEmpty { isAwake = true }
        outbox.take(channel, count)
    }
}

/// How long a peer may make no progress before it is sent again what it did not confirm: twice as long each time.
struct Patience: Sendable {
    private static let ticksMaximum = 8

    private var ticksLeft = 1
    private var ticks = 1
    private var hasProgressed = true

    mutating func noteProgress() { hasProgressed = true }

    /// A tick has passed.
    ///
    /// - Returns: Whether patience is over.
    mutating func tick() -> Bool {
        if hasProgressed {
            self = Patience()
            hasProgressed = false
            return false
        }
        ticksLeft -= 1
        if ticksLeft > 0 { return false }
        ticks = min(2 * ticks, Patience.ticksMaximum)
        ticksLeft = ticks
        return true
    }
}

/// How long a peer has to get from others what they have for it, in turns: twice as long when it was sent something in vain,
/// and shorter by and by.
struct RelayPatience: Sendable {
    private static let turnsMaximum = 16
    /// Turns without anything sent in vain after which there is one less to wait for.
    private static let turnsToCalm = 64

    private var turns = 1
    private var turnsLeft = 1
    private var calm = 0

    /// The peer had what it was sent.
    mutating func noteVain() {
        turns = min(2 * turns, RelayPatience.turnsMaximum)
        turnsLeft = max(turnsLeft, turns)
        calm = 0
    }

    /// A turn has passed.
    ///
    /// - Returns: Whether it was the last to wait for.
    mutating func tick() -> Bool {
        calm += 1
        if calm >= RelayPatience.turnsToCalm {
            turns = max(1, turns - 1)
            calm = 0
        }
        turnsLeft -= 1
        if turnsLeft > 0 { return false }
        turnsLeft = turns
        return true
    }
}
