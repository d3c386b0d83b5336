import Chain
import Consensus
import Engine
import Signer
import Wire

// Processes start and crash.
extension World {
    func start(_ node: Node) {
        if node.process != nil || node.isGone { return }
        node.life += 1
        do {
            let application = try scenario.application.restored(from: node.disk, known: node.known)
            let records = try node.disk.records(chainID: genesis.chainID)
            if let last = node.disk.log.last?.last { node.disk.nextPosition = max(node.disk.nextPosition, last.next) }
            let next = node.disk.nextPosition
            let last = next == LogPosition(0) ? nil : next.previous
            let process = Process(
                engine: ValidatorEngine(settings: node.settings), application: application,
                signState: node.disk.signState.after(records, chainID: genesis.chainID), durable: last, bornAt: now)
            if node.isHonest, let lost = lostSignature(of: node, records) {
                return fail(.logLost(node: node.index, "the log lacks a signature that left at height \(lost)"))
            }
            // The mirror is synced at a start.
            node.disk.signState = process.signState
            node.locks = node.locks.filter { entry in last.map { entry.key <= $0 } ?? false }
            node.process = process
            node.expectedLock = last.flatMap { node.locks[$0] }
            if !isCalm && faults.crashInterval > 0 {
                node.fuse = 1 + chance.below(2 * faults.crashInterval)
            }
            trace?("\(stamp) n\(node.index) starts at height \(node.disk.height), \(records.count) records")
            tell(node.index, node.life, .start(point(node, records)))
            if node.process === process { plugIn(node, process) }
        } catch {
            return fail(.broken(node: node.index, "cannot start: \(error)"))
        }
        if wiring != nil { return }
        for other in nodes where other.index != node.index && other.process != nil {
            if !network.isSevered(node.index, other.index) {
                queue.add(.connect(node.index, other.index), at: now + chance.within(faults.delay))
            }
        }
    }

    /// The height of a signature that has left and is not in the log, nor below what is stored.
    private func lostSignature(of node: Node, _ records: [LogRecord]) -> Height? {
        let logged = Set(records.compactMap(\.ownSignature))
        return node.released.first { $0.height > node.disk.height && !logged.contains($0.signature) }?.height
    }

    private func point(_ node: Node, _ records: [LogRecord]) -> StartPoint {
        let disk = node.disk
        let signed = disk.signState.position
        var lastSigned =
            signed.step == .none
            ? nil : SignedStep(height: signed.height, round: signed.round, step: UInt8(signed.step.rawValue))
        if case .abstaining(let through) = disk.restoration, through > disk.height {
            let quiet = SignedStep(height: through, round: 0, step: 0)
            lastSigned = lastSigned.map { max($0, quiet) } ?? quiet
        }
        return StartPoint(
            state: disk.state, genesis: disk.isInitialized ? nil : genesis, lastCommit: disk.blocks.last?.seenCommit,
            lastHeader: disk.blocks.last?.block.block.header, base: disk.blocks.first?.height ?? 0, records: records,
            nextPosition: disk.nextPosition, lastSigned: lastSigned, keyIsRestored: disk.restoration == .listening,
            pendingEvidence: disk.pendingEvidence, equivocations: disk.equivocations,
            resumedAfter: disk.resumedAfter, sharedLoss: disk.sharedLoss)
    }

    /// Ends a process at once. What was not synced is lost, but for the first records of it, and a torn one.
    func crash(_ node: Node) {
        guard let process = node.process else { return }
        tally.crashes += 1
        trace?("\(stamp) n\(node.index) crashes, \(process.buffered.count) records not synced")
        node.process = nil
        node.life += 1
        node.fuse = nil
        unplug(process)
        loseUnsynced(node, process)
        if node.losesLog && chance.happens(perMille: 500) { loseLog(node) }
        for other in nodes where network.isConnected(node.index, other.index) {
            queue.add(.disconnect(node.index, other.index), at: now + chance.within(faults.delay))
        }
        queue.add(.start(node: node.index), at: now + (isCalm ? 1_000_000 : chance.within(faults.downtime)))
    }

    private func loseUnsynced(_ node: Node, _ process: Process) {
        let kept = chance.below(process.buffered.count + 1)
        for (record, position) in process.buffered.prefix(kept) {
            node.disk.log.append(.record(record, last: position))
            noteDurable(record, node)
        }
        // A record of several entries may be cut between them.
        if kept < process.buffered.count {
            let (record, position) = process.buffered[kept]
            let entries = record.entries
            let whole = chance.below(entries.count)
            let first = position.rawValue - UInt64(entries.count - 1)
            for (index, entry) in entries.prefix(whole).enumerated() {
                node.disk.log.append(.torn(entry, LogPosition(first + UInt64(index))))
            }
        }
        // The mirror was written and never synced: the power may have gone first.
        if !node.losesLog && chance.happens(perMille: 300) { node.disk.signState = .start }
    }

    /// Somebody, or a disk that lied, takes away the end of the log; what the signer keeps beside it stays.
    private func loseLog(_ node: Node) {
        tally.logLosses += 1
        let count = node.disk.log.count
        let kept = chance.happens(perMille: 200) ? 0 : max(0, count - 1 - chance.below(40))
        trace?("\(stamp) n\(node.index) loses its log's last \(count - kept) records of \(count)")
        node.disk.log.removeLast(count - kept)
        node.released = []
        let logged = SignState.start.after(node.disk.log.compactMap(\.record), chainID: genesis.chainID)
        let signed = node.disk.signState.position
        if signed > logged.position && signed.height > node.disk.height { node.unloggedThrough = signed.height }
        let last = node.disk.log.last?.last
        if let last { node.disk.nextPosition = last.next }
        node.locks = node.locks.filter { entry in last.map { entry.key <= $0 } ?? false }
    }

    /// A record of a node's is on its disk.
    func noteDurable(_ record: LogRecord, _ node: Node) {
        if let signature = record.ownSignature { node.durableSignatures.insert(signature) }
        if case .voteSigned(let verified?, _, _, _) = record.input, node.isHonest { checker.noteGiven(verified.vote) }
    }

    /// A validator leaves for good.
    func leave(_ node: Node) {
        if node.isGone { return }
        tally.leavers += 1
        node.isGone = true
        crash(node)
    }

    // MARK: Locks

    /// Remembers what the lock is after the last record, or compares it with what it was.
    func noteLock(_ node: Node, _ process: Process, _ effects: [Engine.Effect]) {
        if !node.isHonest { return }
        var last: LogPosition?
        for effect in effects { if case .append(_, let position) = effect.action { last = position } }
        guard last != nil || node.expectedLock != nil, let lock = LockSnapshot(of: process) else { return }
        if let before = process.lock, let round = process.engine.machine.state?.round,
            let violation = checker.fault(from: before, to: lock, in: round, of: node, process)
        {
            return fail(violation)
        }
        process.lock = lock
        if let expected = node.expectedLock {
            if expected.height == lock.height && last == nil {
                node.expectedLock = nil
                if expected != lock {
                    fail(.forgot(node: node.index, "was \(expected), is \(lock)"))
                }
            } else if last != nil || expected.height < lock.height {
                node.expectedLock = nil
            }
        }
        if let last {
            if node.locks.count > 4_000 { node.locks = [:] }
            node.locks[last] = lock
        }
    }
}
