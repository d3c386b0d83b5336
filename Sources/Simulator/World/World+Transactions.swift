import ABCI
import Engine

extension World {
    /// How often the application has changed the validators, as the first node has committed it.
    package var validatorUpdateCount: Int {
        nodes.first?.disk.blocks.reduce(0) { $0 + $1.response.validatorUpdates.count } ?? 0
    }

    /// How many transactions each block holds that the first node has committed, from the first block on, and how many of
    /// them did something.
    package var transactionCounts: [(all: Int, successful: Int)] {
        nodes.first?.disk.blocks.map { block in
            (block.response.txResults.count, block.response.txResults.count { $0.code == 0 })
        } ?? []
    }
}
