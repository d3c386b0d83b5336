import Foundation

extension Bench {
    /// Transactions that get into blocks when there are always more than fit into the next one, but never more than the
    /// mempool holds.
    func throughput(transactionBytes bytes: Int, isTuned: Bool) throws -> [(figure: Figure, value: Double)] {
        try withNode(isTuned ? .forThroughput : .withoutPause) { node in
            try node.reach(5)
            // CometBFT's mempool holds 5000 by default.
            var source = TransactionSource(bytes: bytes, method: .async)
            var load = try TransactionLoad(node, waitingMaximum: isTuned ? 20_000 : 4_500) { source.batch($0) }
            try load.run(for: nanoseconds / 2)
            let before = (load.counted, try ProcessFigures(of: node.process.identifier))
            try load.run(for: nanoseconds)
            let after = (load.counted, try ProcessFigures(of: node.process.identifier))
            let seconds = Double(after.0.time - before.0.time) / 1e9
            let transactions = Double(after.0.transactions - before.0.transactions)
            if transactions < 1 { throw BenchmarkError("no transaction was committed") }
            let used = after.1.processorSeconds - before.1.processorSeconds
            let name = "\(isTuned ? "tuned, " : "")\(bytes) B"
            return [
                (Figure("\(name): transactions a second", .perSecond), transactions / seconds),
                (
                    Figure("\(name): transactions a block", .count),
                    transactions / Double(after.0.height - before.0.height)
                ),
                (Figure("\(name): processor time a transaction", .microseconds), used / transactions * 1e6),
                (Figure("\(name): resident", .megabytes), load.residentMaximum),
                (Figure("\(name): anonymous memory", .megabytes), load.anonymousMaximum),
            ]
        }
    }
}
