import Foundation
import Sync
import Synchronization

/// Commits being examined, side by side: a thread for each processor, which all take turns.
final class ExaminationPool: Sendable {
    private let queues: [WorkQueue<CommitExamination>]
    private let workers: [Worker]
    private let turn = Mutex(0)

    /// - Parameter answer: Told of each finding, on any thread.
    init(answer: @escaping @Sendable (CommitFinding) -> Void) {
        let queues = (0..<max(1, ProcessInfo.processInfo.activeProcessorCount)).map { _ in
            WorkQueue<CommitExamination>()
        }
        self.queues = queues
        workers = queues.map { queue in
            Worker(name: "examination") {
                while let batch = queue.takeAll() {
                    for examination in batch { answer(examination.finding()) }
                }
            }
        }
    }

    func add(_ examination: CommitExamination) {
        let place = turn.withLock { turn in
            turn = (turn + 1) % queues.count
            return turn
        }
        queues[place].add(examination)
    }

    func close() {
        for queue in queues { queue.close() }
    }
}
