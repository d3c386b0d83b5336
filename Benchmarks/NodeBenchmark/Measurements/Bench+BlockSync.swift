import Foundation

// A new node that fetches a chain from four validators, over sockets.
extension Bench {
    /// Transactions of a block.
    private static let transactionCount = 120
    private static let transactionBytes = 26

    /// Blocks a second of a node without any, from its first to the last that the validators have.
    ///
    /// The validators are always of the first program: what is measured is the node that fetches.
    func blockSync() throws -> [(figure: Figure, value: Double)] {
        // Header and last commit by CometBFT `MaxDataBytes`, then so many transactions with their lengths.
        let overhead = 11 + 626 + 94 + 109 * NodeNetwork.validatorCount
        let makers = Bench(program: maker, maker: maker, guardian: guardian, port: port, nanoseconds: nanoseconds)
        let network = try NodeNetwork(
            makers, settings: .withoutEmptyBlocks,
            blockBytesMaximum: overhead + Bench.transactionCount * (Bench.transactionBytes + 2))
        defer { network.stop() }
        let height = try makeBlocks(network, for: 4 * nanoseconds)
        let node = try network.startSpare(program, settings: .withoutEmptyBlocks, self)
        defer { node.process.end(SIGTERM) }
        var first = try node.height()
        let deadline = Clock.now() + 120_000_000_000
        while first.height == 0 {
            if Clock.now() > deadline { throw BenchmarkError("no block was fetched") }
            usleep(1000)
            first = try node.height()
        }
        var last = first
        while last.height < height {
            if Clock.now() > deadline { throw BenchmarkError("fetched up to \(last.height) of \(height) blocks") }
            usleep(10_000)
            last = try node.height()
        }
        let blocks = Double(last.height - first.height)
        return [
            (Figure("block sync: blocks a second", .perSecond), blocks * 1e9 / Double(last.time - first.time)),
            (Figure("block sync: blocks fetched", .count), blocks),
        ]
    }

    /// Has the validators make full blocks.
    ///
    /// - Returns: The last height.
    private func makeBlocks(_ network: NodeNetwork, for nanoseconds: Int64) throws -> Int64 {
        let node = network.nodes[0]
        try node.reach(1)
        var source = TransactionSource(bytes: Bench.transactionBytes, method: .async)
        var load = try TransactionLoad(node, ports: network.nodes.map(\.port), waitingMaximum: 2_000) {
            source.batch($0)
        }
        try load.run(for: nanoseconds)
        // What still waits gets into blocks; then none come.
        var height = try node.height().height
        while true {
            try pause(until: Clock.now() + 500_000_000)
            let now = try node.height().height
            if now == height { return height }
            height = now
        }
    }
}
