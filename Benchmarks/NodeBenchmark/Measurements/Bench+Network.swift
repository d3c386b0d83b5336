import Foundation

// Four validators on this machine, the key-value store, blocks without a pause.
extension Bench {
    /// Empty blocks, how long transactions take at 2000 a second, and how many of 250 B get into blocks.
    func network(isTuned: Bool) throws -> [(figure: Figure, value: Double)] {
        let name = isTuned ? "four validators, tuned" : "four validators"
        let settings: [NodeSetting] = isTuned ? .forNetworks : .withoutPause
        // However long they wait, none is to be refused.
        let latency = try withNetwork(isTuned ? settings : .withRoom) { network in
            let node = network.nodes[0]
            let before = (try node.height(), try network.processorSeconds())
            let times = try timesToBlocks(network.nodes, rate: 2_000)
            let after = (try node.height(), try network.processorSeconds())
            let seconds = Double(after.0.time - before.0.time) / 1e9
            return try percentiles(times, "\(name): transaction to block at 2000/s") + [
                (
                    Figure("\(name): blocks a second at 2000/s", .perSecond),
                    Double(after.0.height - before.0.height) / seconds
                ),
                (
                    Figure("\(name): processors used at 2000/s", .count),
                    (after.1 - before.1) / seconds
                ),
            ]
        }
        return try emptyBlocks(name, settings) + latency + throughput(name, settings, isTuned: isTuned)
    }

    private func emptyBlocks(_ name: String, _ settings: [NodeSetting]) throws -> [(figure: Figure, value: Double)] {
        try withNetwork(settings) { network in
            let node = network.nodes[0]
            let before = (try node.height(), try network.processorSeconds())
            try pause(until: before.0.time + nanoseconds)
            let after = (try node.height(), try network.processorSeconds())
            let blocks = Double(after.0.height - before.0.height)
            if blocks < 1 { throw BenchmarkError("no block") }
            let seconds = Double(after.0.time - before.0.time) / 1e9
            return [
                (Figure("\(name): empty blocks a second", .perSecond), blocks / seconds),
                (
                    Figure("\(name): processor time of all for an empty block", .milliseconds),
                    (after.1 - before.1) / blocks * 1e3
                ),
            ]
        }
    }

    private func throughput(
        _ name: String, _ settings: [NodeSetting], isTuned: Bool
    ) throws -> [(figure: Figure, value: Double)] {
        try withNetwork(settings) { network in
            var source = TransactionSource(bytes: 250, method: .async)
            var load = try TransactionLoad(
                network.nodes[0], ports: network.nodes.map(\.port), waitingMaximum: isTuned ? 20_000 : 4_500
            ) { source.batch($0) }
            try load.run(for: nanoseconds / 2)
            let (before, used) = (load.counted, try network.processorSeconds())
            try load.run(for: nanoseconds)
            let after = load.counted
            let processorSeconds = try network.processorSeconds() - used
            let transactions = Double(after.transactions - before.transactions)
            if transactions < 1 { throw BenchmarkError("no transaction was committed") }
            return [
                (
                    Figure("\(name), 250 B: transactions a second", .perSecond),
                    transactions * 1e9 / Double(after.time - before.time)
                ),
                (
                    Figure("\(name), 250 B: transactions a block", .count),
                    transactions / Double(after.height - before.height)
                ),
                (
                    Figure("\(name), 250 B: processor time of all for a transaction", .microseconds),
                    processorSeconds / transactions * 1e6
                ),
            ]
        }
    }

    private func withNetwork<Result>(
        _ settings: [NodeSetting], _ body: (NodeNetwork) throws -> Result
    ) throws -> Result {
        let network = try NodeNetwork(self, settings: settings)
        defer { network.stop() }
        try network.nodes[0].reach(10)
        return try body(network)
    }
}

extension NodeNetwork {
    /// Seconds of all processors that the validators have used.
    func processorSeconds() throws -> Double {
        try nodes.reduce(0) { $0 + (try ProcessFigures(of: $1.process.identifier).processorSeconds) }
    }
}
