import Chain
import Consensus
import Cryptography
import Execution
import Invariants
import Mempool
import PeerMessages
import Sync

// Catching up: blocks that others have made meanwhile are fetched, proven and executed like decided ones. Nothing is signed.
extension ValidatorEngine {
    /// Begins to catch up with the peers there are, and with those to come.
    mutating func beginSync(at now: Instant) {
        guard let chain, let point = syncPoint else { return }
        let actions = startSync(BlockSync(from: point, at: now.monotonic), at: now)
        pool.limits = transactionLimits
        notify(.catchingUp(after: chain.lastBlockHeight))
        scheduleSync()
        carry(actions, at: now)
    }

    /// Sets off a machine of block sync with the peers there are.
    mutating func startSync(_ machine: BlockSync, at now: Instant) -> [SyncAction] {
        var machine = machine
        var actions: [SyncAction] = []
        for index in peers.all.indices {
            actions += machine.peerConnected(
                peers.all[index].id, owing: peers.all[index].blocksOwed, at: now.monotonic)
        }
        sync = machine
        return actions
    }

    /// Nothing is fetched any more. What was asked for may still come.
    mutating func endSync() {
        guard let machine = sync else { return }
        for index in peers.all.indices {
            peers.all[index].noteOwed(machine.blocksOwed(by: peers.all[index].id))
        }
        sync = nil
    }

    mutating func scheduleSync() {
        if isSyncTicking { return }
        isSyncTicking = true
        emit(.scheduleSync(after: SyncLimits.tick))
    }

    mutating func syncIsDue(at now: Instant) {
        isSyncTicking = false
        if sync == nil { return }
        let actions = sync?.tick(at: now.monotonic) ?? []
        carry(actions, at: now)
        if sync != nil { scheduleSync() }
    }

    mutating func commitWasExamined(_ finding: CommitFinding, at now: Instant) {
        let actions = sync?.examined(finding, at: now.monotonic) ?? []
        carry(actions, at: now)
    }

    /// Whether a block may be executed though those before it are not durable yet: nothing is signed meanwhile, what is
    /// told of a height waits for it to be durable, and after a stop they are fetched again. So the store can make several
    /// durable by one sync.
    var mayExecuteAhead: Bool {
        isFetching && storing.count < SyncLimits.storingMaximum
            && storing.reduce(0) { $0 + $1.bytes } < SyncLimits.storingBytesMaximum
    }

    /// A block is durable: when it is the last one, catching up may be over.
    mutating func syncedBlockWasCommitted(at now: Instant) {
        guard isFetching, durableHeight == chain?.lastBlockHeight else { return }
        let actions = sync?.tick(at: now.monotonic) ?? []
        carry(actions, at: now)
    }

    /// The block that was handed on has been executed.
    mutating func blockWasApplied(at now: Instant) {
        guard let point = syncPoint else { return }
        pool.limits = transactionLimits
        let actions = sync?.advance(to: point, at: now.monotonic) ?? []
        carry(actions, at: now)
    }

    var syncPoint: SyncPoint? {
        guard let chain else { return nil }
        let parameters = chain.consensusParameters
        return SyncPoint(
            chainID: chain.chainID, next: chain.nextHeight, validators: chain.validators,
            nextValidators: chain.nextValidators, faultModel: parameters.faultModel, parameters: parameters.abci,
            blockBytesMaximum: parameters.block.bytesMaximum, isIndispensable: isIndispensable(in: chain))
    }

    // MARK: What the machine wants

    mutating func carry(_ actions: [SyncAction], at now: Instant) {
        for action in actions {
            switch action {
            case .requestStatus(let id): send(.statusRequest, to: id)
            case .requestBlock(let height, let id): send(.blockRequest(height), to: id)
            case .examine(let examination): emit(.examineCommit(examination))
            case .apply(let block):
                let wasScouting = isScouting
                if wasScouting && !leaveConsensus(at: now) { return }
                apply(block, at: now)
                if wasScouting { carry(sync?.widen(at: now.monotonic) ?? [], at: now) }
            case .drop(let id, let reason): disconnect(id, reason, at: now)
            case .rest(let id, let reason): notify(.blocksOwed(by: id, reason))
            case .finish: finishSync(at: now)
            }
        }
    }

    private mutating func send(_ message: BlockSyncMessage, to id: NodeID) {
        guard let index = peers.index(of: id) else { return }
        peers.all[index].outbox.add(blockBytes: 0)
        emit(.send(.blockSync(message), to: id))
    }

    /// A block that a quorum signed goes the way of a decided one.
    private mutating func apply(_ proven: ProvenBlock, at now: Instant) {
        guard let block = AssembledBlock(block: proven.block, parts: proven.parts) else {
            brokenInvariant("a proven block has a hash and all its parts")
        }
        decided = Decision(
            block: block, commit: proven.seenCommit, verifiesLastCommit: !proven.lastCommitIsVerified)
        executeDecision(at: now)
    }

    /// What is done with a liar may finish it before the action that says so comes.
    private mutating func finishSync(at now: Instant) {
        guard let chain, sync != nil else { return }
        if isScouting {
            lag.noteVain(at: now.monotonic)
            return endScouting()
        }
        // What is signed from then on rests on the last block. Once it is durable, we are told again.
        if durableHeight != chain.lastBlockHeight { return }
        let highest = sync?.highest(at: now.monotonic) ?? 0
        endSync()
        notify(.caughtUp(height: chain.lastBlockHeight))
        if !isPossible(in: chain) { return emit(.stop(.signaturesAheadOfLog(height: abstainsThrough))) }
        consensusBegins(highest: highest, at: now)
        beginConsensus(at: now)
    }
}
