import Checkpoints
import Files

/// What of a fetch waits for a disk or for others: on a thread of its own, in order.
final class CheckpointFetchWorker: Sendable {
    enum Job: Sendable {
        case judge(CheckpointOutline)
        case open(CheckpointOutline)
        case write(Int, [UInt8])
        case complete(CheckpointOutline)
        case discard
        /// Answer that it has failed, once what is before this is done.
        case end(String)
    }

    enum Answer: Sendable {
        case judged(SnapshotVerdict)
        case opened(having: Set<Int>)
        case written(Int)
        case completed(CheckpointSummary)
        /// What was fetched is no checkpoint.
        case refused(String)
        /// Nothing more comes.
        case failed(any Error)
    }

    private let jobs = WorkQueue<Job>()

    init(_ fetching: CheckpointFetching, answer: @escaping @Sendable (Answer) -> Void) {
        let jobs = jobs
        _ = Worker(name: "fetching") {
            var desk = Desk(fetching)
            while let batch = jobs.takeAll() {
                for job in batch {
                    do {
                        if let result = try desk.carryOut(job) { answer(result) }
                    } catch {
                        answer(.failed(error))
                    }
                }
            }
        }
    }

    func add(_ job: Job) { jobs.add(job) }

    /// Ends the thread once what it has to do is done.
    func close() { jobs.close() }

    private struct Desk: ~Copyable {
        private let fetching: CheckpointFetching
        private var partial: PartialCheckpoint?
        private var path: String?

        init(_ fetching: CheckpointFetching) {
            self.fetching = fetching
        }

        mutating func carryOut(_ job: Job) throws -> Answer? {
            switch job {
            case .judge(let outline): return .judged(fetching.judge(outline))
            case .open(let outline):
                partial = nil
                let target = fetching.target ?? fetching.folder.path(of: outline.head.height)
                let opened = try PartialCheckpoint(outline, in: fetching.folder, target: target)
                let pieces = opened.pieces
                partial = consume opened
                path = fetching.folder.partialPath(outline)
                return .opened(having: pieces)
            case .write(let number, let chunk):
                try partial?.write(number, chunk: chunk)
                return .written(number)
            case .complete(let outline): return try complete(outline)
            case .discard:
                partial = nil
                if let path { try Folder.removeAll(path) }
                path = nil
                return nil
            case .end(let reason): return .failed(NodeError.noCheckpoint(reason))
            }
        }

        private mutating func complete(_ outline: CheckpointOutline) throws -> Answer {
            guard let whole = partial.take() else { throw NodeError.noCheckpoint("there is no room for a checkpoint") }
            do {
                let summary = try whole.complete()
                // Others that were begun are older, or of a chain that was not this one.
                try fetching.folder.removePartials()
                return .completed(summary)
            } catch let error as CheckpointFileError {
                switch error.error {
                // Each piece was verified before it was written.
                case .digest, .truncated, .foreign, .format:
                    if let path { try Folder.removeAll(path) }
                    throw NodeError.noCheckpoint("what was written is not what is read: \(error). Look at the disk")
                case .malformed, .chain, .state: return .refused("\(error.error)")
                }
            }
        }
    }
}
