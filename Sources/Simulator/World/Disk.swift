import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import Signer
import Wire

/// What a node keeps across crashes, as the store, the log and the signer leave it.
struct Disk {
    /// A record of the log, or what a torn write left of one.
    enum LogEntry {
        case record(LogRecord, last: LogPosition)
        case torn([UInt8], LogPosition)

        var record: LogRecord? {
            switch self {
            case .record(let record, _): record
            case .torn: nil
            }
        }

        var last: LogPosition {
            switch self {
            case .record(_, let last): last
            case .torn(_, let position): position
            }
        }
    }

    var state: ChainState
    var isInitialized = false
    /// Every committed block.
    var blocks: [CommittedBlock] = []
    /// The application's own store.
    private(set) var entries = StoredEntries()
    private(set) var pendingEvidence: [Evidence] = []
    private var committedEvidence: Set<EvidenceKey> = []
    private(set) var equivocations: [Equivocation] = []
    /// What its operator has dealt with.
    var resumedAfter: Set<Hash> = []
    /// What its operator has said of validators that lost their data together.
    var sharedLoss: SharedLoss?
    /// How far it is with finding out what its key has signed, when the disk came back from a copy.
    var restoration: KeyRestoration?
    /// What the genesis has left.
    private var initialChanges: [StagedChange] = []
    private var initializedState: ChainState?
    var log: [LogEntry] = []
    /// The log counts on, also when everything in it was truncated.
    var nextPosition = LogPosition(0)
    /// The mirror of the signer's state; a power cut may leave an older one.
    var signState = SignState.start

    init(state: ChainState) {
        self.state = state
    }

    var height: Height { state.lastBlockHeight }

    /// Another disk with the same on it.
    var copied: Disk {
        var disk = self
        disk.entries = entries.copied
        return disk
    }

    func block(_ height: Height) -> CommittedBlock? {
        guard let first = blocks.first else { return nil }
        let index = Int(height.rawValue - first.height.rawValue)
        return blocks.indices.contains(index) ? blocks[index] : nil
    }

    /// One transaction of the store: all of it, or nothing.
    mutating func commit(_ block: CommittedBlock) {
        blocks.append(block)
        state = block.state
        apply(block.changes)
        pendingEvidence += block.evidence.added
        pendingEvidence.removeAll { block.evidence.removed.contains($0.key) }
        committedEvidence.formUnion(block.evidence.committed)
        equivocations += block.evidence.equivocations
    }

    func apply(_ changes: [StagedChange]) { entries.apply(changes) }

    /// The application has taken in the genesis.
    mutating func initialize(_ state: ChainState, _ changes: [StagedChange]) {
        self.state = state
        apply(changes)
        isInitialized = true
        initialChanges = changes
        initializedState = state
    }

    /// A new disk with the first blocks of this one and nothing else: no log, and nothing of what was signed.
    func copy(through count: Int, _ state: ChainState) -> Disk {
        var copy = Disk(state: state)
        guard let initializedState else { return copy }
        copy.initialize(initializedState, initialChanges)
        for block in blocks.prefix(count) { copy.commit(block) }
        return copy
    }

    /// Reads the log back, as a starting node does.
    func records(chainID: ChainID) throws(DecodingError) -> [LogRecord] {
        var decoder = LogDecoder(chainID: chainID)
        var records: [LogRecord] = []
        for entry in log {
            switch entry {
            case .record(let record, _):
                if record.height <= height { continue }
                for bytes in record.entries {
                    if let decoded = try decoder.decode(bytes) { records.append(decoded) }
                }
            case .torn(let bytes, _): _ = try decoder.decode(bytes)
            }
        }
        return records
    }
}

extension Disk: EvidenceArchive {
    func header(at height: Height) -> Header? { block(height)?.block.block.header }

    func commit(at height: Height) -> Commit? { block(height.next)?.block.block.lastCommit }

    func validators(at height: Height) -> ValidatorSet? { block(height)?.state.lastValidators }

    func hasCommitted(_ key: EvidenceKey) -> Bool { committedEvidence.contains(key) }
}

extension SignState {
    /// The state after the signatures of ours that a log holds.
    func after(_ records: [LogRecord], chainID: ChainID) -> SignState {
        records.reduce(self) { $1.signState(chainID: chainID)?.higher(of: $0) ?? $0 }
    }
}

extension LogRecord {
    /// The signature of ours that the record holds.
    var ownSignature: Signature? {
        switch input {
        case .voteSigned(let verified?, _, _, _): verified.vote.signature
        case .proposalSigned(let verified?, _, _): verified.proposal.signature
        default: nil
        }
    }

    /// The signature of ours that the record holds, as the signer's state.
    func signState(chainID: ChainID) -> SignState? {
        switch input {
        case .voteSigned(let verified?, _, _, _): SignState(verified.vote, chainID: chainID)
        case .proposalSigned(let verified?, _, _): SignState(verified.proposal, chainID: chainID)
        default: nil
        }
    }
}
