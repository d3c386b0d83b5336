import Chain
import Engine
import Signer
import Store
import Synchronization

/// The log, on a thread of its own: whatever is appended while one sync runs shares the next.
final class LogLane: Sendable {
    private enum Item: Sendable {
        case append(entries: [[UInt8]], height: Height, through: LogPosition, signed: SignState?)
        case sync
        case truncate(through: Height)
    }

    /// What has been appended since the last sync.
    private struct Unsynced {
        var last: LogPosition?
        var signed: SignState?
    }

    private let items = WorkQueue<Item>()
    private let worker: Worker

    /// - Parameters:
    ///   - log: Open, its records taken; from now on this lane's alone.
    ///   - mirror: Writes the last signature's state into its file, before the gate lets the signature out.
    ///   - fail: Ends the process: a failed write or sync is never repeated.
    init(
        _ log: sending ConsensusLog<PosixLogDirectory>, gate: ReleaseGate,
        mirror: @escaping @Sendable (SignState) throws -> Void, fail: @escaping @Sendable (any Error) -> Void
    ) {
        let items = items
        let handover = Mutex<ConsensusLog<PosixLogDirectory>?>(log)
        worker = Worker(name: "log") {
            guard let log = handover.withLock({ $0.take() }) else { return }
            do {
                var unsynced = Unsynced()
                while let batch = items.takeAll() {
                    if try LogLane.carryOut(batch, log, &unsynced) {
                        try LogLane.synchronize(log, &unsynced, gate, mirror)
                    }
                }
                try LogLane.synchronize(log, &unsynced, gate, mirror)
            } catch {
                fail(error)
            }
        }
    }

    /// - Returns: Whether somebody waits for a sync.
    private static func carryOut(
        _ batch: [Item], _ log: ConsensusLog<PosixLogDirectory>, _ unsynced: inout Unsynced
    ) throws -> Bool {
        var isSyncWanted = false
        for item in batch {
            switch item {
            case .append(let entries, let height, let position, let state):
                var place: LogSequence?
                for entry in entries { place = try log.append(entry, height: height) }
                if let place, place.rawValue != position.rawValue {
                    throw LogLaneError.outOfStep(engine: position, log: place.rawValue)
                }
                unsynced.last = position
                unsynced.signed = state ?? unsynced.signed
            case .sync: isSyncWanted = true
            case .truncate(let height):
                try log.truncate(through: height)
            }
        }
        return isSyncWanted
    }

    /// Makes everything appended durable. The last signature's state goes into its file before the gate opens.
    private static func synchronize(
        _ log: ConsensusLog<PosixLogDirectory>, _ unsynced: inout Unsynced, _ gate: ReleaseGate,
        _ mirror: (SignState) throws -> Void
    ) throws {
        guard let last = unsynced.last else { return }
        try log.sync()
        if let signed = unsynced.signed { try mirror(signed) }
        unsynced = Unsynced()
        gate.logged(last)
    }

    func append(_ record: LogRecord, _ position: LogPosition, signed: SignState?) {
        items.add(.append(entries: record.entries, height: record.height, through: position, signed: signed))
    }

    /// Makes everything appended so far durable, soon.
    func sync() {
        items.add(.sync)
    }

    func truncate(through height: Height) {
        items.add(.truncate(through: height))
    }

    /// Writes what is left, and ends the thread.
    func close() -> Worker {
        items.close()
        return worker
    }
}
