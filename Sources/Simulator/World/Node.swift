import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Signer
import Transactions

/// A machine with its disk, and the process that runs on it while it is up.
final class Node {
    let index: Int
    let id: NodeID
    private(set) var key: Ed25519PrivateKey
    private(set) var publicKey: PublicKey
    private(set) var address: Address
    /// Whether what it does is held against the rules: no twin, no equivocator.
    let isHonest: Bool
    var equivocates: Bool
    private(set) var settings: EngineSettings
    /// How far its wall clock is off.
    let clockSkew: Int64
    var disk: Disk
    /// The newest version of the registry's messages that its program knows.
    var known = RegistryVersion.newest
    /// When it stored its last block.
    var storedAt: Int64 = 0
    var process: Process?
    /// Counts starts: what belongs to an earlier one is passed over.
    var life = 0
    /// Effects until the next crash; nil for none.
    var fuse: Int?
    /// What its engine's lock was after each record of the log, for the checks.
    var locks: [LogPosition: LockSnapshot] = [:]
    /// The signatures that left, of heights that are not committed: its log must have them.
    var released: [(signature: Signature, height: Height)] = []
    /// Its own signatures that the log ever had.
    var durableSignatures: Set<Signature> = []
    /// The signatures that its signer made, to know them when they leave: a liar may put false ones into its name.
    var ownSignatures: Set<Signature> = []
    /// Whether it may lose the end of its log in a crash.
    let losesLog: Bool
    /// Whether it starts late, when the others have made blocks.
    let joinsLate: Bool
    /// The first machine with this key: what both sign is held against each other.
    let owner: Int
    /// Whether it is started with a copy of that one's disk, and not before.
    let isCopy: Bool
    /// The highest height at which a signature of its left.
    var signedThrough: Height = 0
    /// The last height of which its log lost a signature.
    var unloggedThrough: Height = 0
    /// Whether it has left for good.
    var isGone = false
    /// The lock that must be found again when the log is replayed.
    var expectedLock: LockSnapshot?
    /// The false proposals it made.
    var forgeries: [ForgeryKey: Forgery] = [:]

    init(
        index: Int, id: NodeID, key: Ed25519PrivateKey, isHonest: Bool, equivocates: Bool, losesLog: Bool,
        joinsLate: Bool, owner: Int, isCopy: Bool, settings: EngineSettings, clockSkew: Int64, disk: Disk
    ) {
        self.index = index
        self.id = id
        self.key = key
        publicKey = .ed25519(key.publicKey)
        address = publicKey.address
        self.isHonest = isHonest
        self.equivocates = equivocates
        self.losesLog = losesLog
        self.joinsLate = joinsLate
        self.owner = owner
        self.isCopy = isCopy
        self.settings = settings
        self.clockSkew = clockSkew
        self.disk = disk
    }

    /// Has another consensus key from its next start on; nothing that it signed with this one is of a height that goes on.
    func take(_ key: Ed25519PrivateKey) {
        self.key = key
        publicKey = .ed25519(key.publicKey)
        address = publicKey.address
        settings.consensus.publicKey = publicKey
        released = []
    }
}

/// A running node: everything that a crash loses.
final class Process {
    enum WorkLane: Int, CaseIterable {
        case signer, application, checks, store
    }

    var engine: ValidatorEngine
    var application: any Application
    /// In memory the signer knows what the log will only know after its sync.
    var signState: SignState
    /// Records appended and not yet on the disk.
    var buffered: [(record: LogRecord, position: LogPosition)] = []
    var durable: LogPosition?
    /// Up to where the sync that runs reaches.
    var syncing: LogPosition?
    /// Effects that wait for something to be durable, by lane, in the order in which lanes began to wait.
    var blocked: [(lane: Lane, effects: [Engine.Effect])] = []
    var busyUntil = [Int64](repeating: 0, count: WorkLane.allCases.count)
    /// Checks the application has not come to, or whose answers are still to be given.
    var waitingChecks: [WaitingCheck] = []
    var timerNumber = 0
    /// Messages that the network took since the engine was last told, by peer and channel.
    var taken: [(peer: NodeID, channel: ChannelID, count: Int)] = []
    /// When it started: its monotonic clock counts from there.
    let bornAt: Int64
    /// Its connections, where the world's links carry bytes; nil elsewhere.
    var switchboard: Switchboard?
    var initialState: (state: ChainState, changes: [StagedChange])?
    /// Since when it has been fetching blocks; nil when it does not.
    var isCatchingUpSince: Int64?
    /// How many events its engine has handled.
    var events = 0
    /// What its engine's lock was when it was last looked at.
    var lock: LockSnapshot?
    init(
        engine: ValidatorEngine, application: any Application, signState: SignState, durable: LogPosition?,
        bornAt: Int64
    ) {
        self.engine = engine
        self.application = application
        self.signState = signState
        self.durable = durable
        self.bornAt = bornAt
    }

    /// Has the next effect of one lane wait for all of another's that are there.
    func waitFor(_ first: WorkLane, before second: WorkLane) {
        busyUntil[second.rawValue] = max(busyUntil[first.rawValue], busyUntil[second.rawValue])
    }
}

/// A CheckTx that has been asked for.
struct WaitingCheck {
    let call: ApplicationCall
    /// Found already, because a Commit came after it; nil until then.
    var answer: ApplicationAnswer?
}

/// What a validator must not forget.
struct LockSnapshot: Equatable {
    let height: Height
    let lockedRound: Round
    let lockedBlock: BlockID?
    let validRound: Round
    let validBlock: BlockID?

    /// What the engine of a process knows now; nil before its first height.
    init?(of process: Process) {
        // Each field by itself: the machine as a whole is large to copy.
        guard let height = process.engine.machine.context?.height,
            let lockedRound = process.engine.machine.state?.lockedRound,
            let validRound = process.engine.machine.state?.validRound
        else { return nil }
        self.height = height
        self.lockedRound = lockedRound
        lockedBlock = process.engine.machine.state?.lockedBlock?.id
        self.validRound = validRound
        validBlock = process.engine.machine.state?.validBlock?.id
    }
}
