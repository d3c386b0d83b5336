package import Chain
package import Consensus
import Cryptography
package import Evidence
package import Execution
import Invariants
package import Mempool
import Sync

/// The node's heart: one value that composes consensus, execution and the mempool.
///
/// `handle` is the only way in, effects are the only way out. It has no clock, no randomness, no I/O, no lock and no
/// logger, so that the simulator runs exactly what ships, and a recorded run can be handled again byte for byte.
package struct ValidatorEngine: Sendable {
    package let settings: EngineSettings
    /// The state after the last executed block; nil before the start. It may be one block ahead of what is durable.
    package internal(set) var chain: ChainState?
    /// Decides the next height.
    package internal(set) var machine: Tendermint
    /// Transactions that wait.
    package internal(set) var pool: TransactionPool
    /// Misbehaviour that waits for a block.
    package internal(set) var evidencePool = EvidencePool()
    /// Names of the evidence from peers that is being verified.
    var examined: Set<EvidenceKey> = []
    /// What evidence about the last heights is held against.
    var recentHeights = RecentHeights()
    /// The header of the last executed block.
    var lastHeader: Header?
    /// The precommits that decided the last executed block, with extensions where there are any; nil before the first.
    var lastSeenCommit: ExtendedCommit?
    /// Fetches the blocks that we lack, or looks for them while consensus goes on; nil otherwise.
    var sync: BlockSync?
    /// Whether consensus goes on, and `sync` only looks for the next block.
    var isScouting = false
    /// Whether peers have been ahead of consensus for a while.
    var lag = LagWatch()
    /// Whether `.syncDue` will come.
    var isSyncTicking = false
    /// The lowest block that is stored; 0 without blocks.
    var base: Height = 0
    /// The last height known to be durable.
    package internal(set) var durableHeight: Height = 0
    /// Heights that were handed to the store and are not known to be durable, and the bytes of their blocks.
    var storing: [(height: Height, bytes: Int)] = []
    /// What a quorum decided and the application has not executed yet.
    var decided: Decision?
    /// Blocks of this height that are being judged or executed, by hash. For each the check of its rules has been asked for.
    var candidates: [Hash: Candidate] = [:]
    /// The proposal being prepared: what its answer needs.
    var preparing: Preparation?
    /// Heights up to this one are not signed: the log does not say what we signed there.
    package internal(set) var abstainsThrough: Height = 0
    /// Whom of the others we have heard, while nothing is signed for that reason.
    package internal(set) var listening: Listening?
    /// What the operators have said of validators that lost their data together.
    var sharedLoss: SharedLoss?
    /// Whether we are one of those, and take part again in the restart that they all agreed on.
    var isRejoining = false
    /// What is known of our key's use elsewhere.
    package internal(set) var ownKey = OwnKeyWatch()
    /// Who signed twice on a chain that bears no lies: nothing is signed while one of them is open.
    package internal(set) var equivocations = EquivocationRegister()
    /// Clients that wait for a transaction's verdict or block.
    var waiting = WaitingClients()
    /// The height for which consensus was told that transactions wait.
    var announcedTransactions: Height = 0
    /// The peers, and gossip with them.
    var peers = PeerTable()
    var nextPosition = LogPosition(0)
    /// Where the last signature of ours stands in the log.
    package internal(set) var lastOwnSignature: LogPosition?
    var ownSignatures = OwnSignatures()
    /// What the log still has of heights that are not begun yet.
    var unreplayed: [LogRecord] = []
    /// Inputs that follow from what is being handled; they are handled before `handle` returns.
    var inputs: [Input] = []
    private var effects: [Effect] = []

    package init(settings: EngineSettings) {
        self.settings = settings
        machine = Tendermint(settings: settings.consensus)
        pool = TransactionPool(settings: settings.mempool)
    }

    /// Takes in what happened.
    ///
    /// - Returns: What to do; `Effect` says in which order.
    package mutating func handle(_ event: Event, at now: Instant) -> [Effect] {
        route(event, at: now)
        while !inputs.isEmpty { decide(inputs.removeFirst(), at: now) }
        if ownKey.isWaiting {
            watchOwnKey(at: now)
            while !inputs.isEmpty { decide(inputs.removeFirst(), at: now) }
        }
        gossip(at: now)
        let result = effects
        effects = []
        return result
    }

    private mutating func route(_ event: Event, at now: Instant) {
        switch event {
        case .start(let point): start(point, at: now)
        case .timeout(let timeout): inputs.append(.timeout(timeout))
        case .proposalSigned(let verified, let height, let round):
            inputs.append(.proposalSigned(verified, height: height, round: round))
        case .voteSigned(let verified, let height, let round, let type):
            inputs.append(.voteSigned(verified, height: height, round: round, type: type))
        case .answered(let answer): receive(answer, at: now)
        case .blockVerified(let rejection, let block, let height):
            rulesWereChecked(rejection, block: block, height: height, at: now)
        case .evidenceVerified(let finding): evidenceWasVerified(finding, at: now)
        case .committed(let height):
            wasCommitted(height)
            if machine.height == nil && sync == nil { begin(at: now) }
            executeDecision(at: now)
            syncedBlockWasCommitted(at: now)
        case .submitted(let transaction, let client, let mode): submit(transaction, by: client, mode: mode, at: now)
        case .evidenceSubmitted(let evidence, let client): submit(evidence, by: client)
        case .clientLeft(let client): waiting.remove(client)
        case .peerConnected(let peer, let keepsEarly): peerConnected(peer, keepsEarly: keepsEarly, at: now)
        case .peerDisconnected(let peer): peerDisconnected(peer, at: now)
        case .message(let message, let peer): receive(message, from: peer, at: now)
        case .sent(let peer, let channel, let count):
            if let index = peers.index(of: peer) { peers.all[index].noteTaken(channel, count) }
        case .voteVerified(let verified, let vote, let peer): voteWasVerified(verified, vote, from: peer, at: now)
        case .proposalVerified(let verified, let proposal, let peer):
            proposalWasVerified(verified, proposal, from: peer, at: now)
        case .blockLoaded(let block, let height): blockWasLoaded(block, height)
        case .gossipDue:
            gossipIsDue()
            lookForLag(at: now)
        case .commitExamined(let finding): commitWasExamined(finding, at: now)
        case .syncDue: syncIsDue(at: now)
        case .relayDue: relayIsDue()
        }
    }

    /// Whether blocks are being fetched that others have made meanwhile.
    var isFetching: Bool { sync != nil && !isScouting }

    /// Whether blocks are being fetched, or will be as soon as the chain's first state is there.
    package var isCatchingUp: Bool { isFetching || (settings.startsWithBlockSync && machine.height == nil) }

    /// Which validators are there.
    package var presence: Presence {
        Presence(
            height: machine.height ?? 0, round: machine.state, voices: peers.voices,
            timeouts: settings.consensus.timeouts)
    }

    mutating func emit(_ action: Action, after release: Release? = nil) {
        effects.append(Effect(action, after: release))
    }

    mutating func notify(_ notice: Notice) {
        emit(.publish(.notice(notice)))
    }
}
