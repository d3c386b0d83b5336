import ABCI
import Chain
import Engine
import Execution

/// What becomes durable with a block, on a thread of its own. Blocks that wait for the one before share a transaction.
final class StoreLane: Sendable {
    private enum Item: Sendable {
        case initialize(ChainState, [StagedChange])
        case commit(CommittedBlock)
    }

    private let items = WorkQueue<Item>()
    private let worker: Worker

    /// - Parameters:
    ///   - operations: Each is durable when it returns.
    ///   - done: Told of each height once it is durable; 0 for the chain's first state.
    ///   - fail: Ends the process: a failed commit is never repeated.
    init(
        _ operations: StoreOperations, done: @escaping @Sendable (Height) -> Void,
        fail: @escaping @Sendable (any Error) -> Void
    ) {
        let items = items
        worker = Worker(name: "store") {
            while let batch = items.takeAll() {
                var blocks: [CommittedBlock] = []
                do {
                    for item in batch {
                        switch item {
                        case .initialize(let state, let changes):
                            try operations.initialize(state, changes)
                            done(0)
                        case .commit(let block): blocks.append(block)
                        }
                    }
                    if !blocks.isEmpty { try operations.commit(blocks) }
                } catch {
                    return fail(error)
                }
                for block in blocks { done(block.height) }
            }
        }
    }

    func initialize(_ state: ChainState, _ changes: [StagedChange]) {
        items.add(.initialize(state, changes))
    }

    func commit(_ block: CommittedBlock) {
        items.add(.commit(block))
    }

    /// Finishes what waits, and ends the thread.
    func close() -> Worker {
        items.close()
        return worker
    }
}

/// How blocks become durable: all of them, or none.
struct StoreOperations: Sendable {
    let initialize: @Sendable (ChainState, [StagedChange]) throws -> Void
    let commit: @Sendable ([CommittedBlock]) throws -> Void
}
