import Chain
import Dispatch
import Logging
import Store
import Synchronization

/// When a node makes checkpoints by itself.
package struct CheckpointParameters: Hashable, Sendable {
    /// Heights from one to the next; at least 1.
    package var interval: Int
    package var folder: CheckpointFolder
    /// How many stay; at least 1.
    package var keep: Int

    package init(interval: Int, folder: CheckpointFolder, keep: Int) {
        self.interval = interval
        self.folder = folder
        self.keep = keep
    }
}

/// Makes a checkpoint of every so many heights, on a thread of its own. All nodes make them of the same heights, so that a
/// network that lost everything else finds one that many have.
final class CheckpointService: Sendable {
    private struct Progress {
        var isWorking = false
        var isStopping = false
    }

    private let interval: Int64
    private let heights = WorkQueue<Height>()
    private let opened = DispatchSemaphore(value: 0)
    private let progress: Progressing
    private let worker: Worker

    /// What both threads look at.
    private final class Progressing: Sendable {
        let value = Mutex(Progress())
        var isStopping: Bool { value.withLock { $0.isStopping } }
    }

    init(_ parameters: CheckpointParameters, store: ChainStore, genesis: GenesisDocument, log: Logger) {
        interval = Int64(max(1, parameters.interval))
        let progress = Progressing()
        self.progress = progress
        let heights = heights, opened = opened
        worker = Worker(name: "checkpoints") {
            while let batch = heights.takeAll() {
                for height in batch {
                    CheckpointService.make(
                        height, parameters, store, genesis, log, opened: { opened.signal() },
                        isCancelled: { progress.isStopping })
                    progress.value.withLock { $0.isWorking = false }
                }
            }
        }
    }

    /// A height is durable. Returns when the state of this moment is held, at once for most heights; while the last
    /// checkpoint is still being made, none is begun.
    func note(_ height: Height) {
        guard height > 1, height.previous.rawValue % interval == 0 else { return }
        let isFree = progress.value.withLock { progress in
            if progress.isWorking || progress.isStopping { return false }
            progress.isWorking = true
            return true
        }
        if !isFree { return }
        heights.add(height)
        opened.wait()
    }

    /// Gives up what is being made, and ends the thread.
    func stop() {
        progress.value.withLock { $0.isStopping = true }
        heights.close()
        _ = worker.join(until: .now() + .seconds(1))  // what it has open is given up with the process
    }

    /// - Parameter opened: Called once, as soon as what others write does not matter any more.
    private static func make(
        _ height: Height, _ parameters: CheckpointParameters, _ store: ChainStore, _ genesis: GenesisDocument,
        _ log: Logger, opened: () -> Void, isCancelled: () -> Bool
    ) {
        var isOpen = false
        let start = ContinuousClock.now
        do {
            let summary = try CheckpointCreation.create(
                from: store, genesis: genesis, in: parameters.folder, after: height, isCancelled: isCancelled,
                opened: {
                    isOpen = true
                    opened()
                })
            let removed = try parameters.folder.removeAll(butLast: parameters.keep)
            log.info(
                "made a checkpoint",
                metadata: [
                    "height": "\(summary.height)", "file": "\(summary.path)", "bytes": "\(summary.bytes)",
                    "entries": "\(summary.contents?.entries ?? 0)", "removed": "\(removed.count)",
                    "took": "\(start.duration(to: .now))",
                ])
        } catch is CancellationError {
            // The node is stopping.
        } catch {
            log.error("no checkpoint was made; the node goes on", metadata: ["reason": "\(error)"])
        }
        if !isOpen { opened() }
    }
}
