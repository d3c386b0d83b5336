import Foundation

/// Counts the transactions of a node's blocks as they come.
struct BlockFollower {
    /// Blocks that `/blockchain` tells of at a time.
    private static let pageCount: Int64 = 20

    private let client: Clients
    private(set) var count: TransactionLoad.Count

    /// Begins after the block that is the last one now.
    init(_ node: RunningNode) throws {
        client = try Clients(port: node.port, count: 1)
        let (height, time) = try node.height()
        count = TransactionLoad.Count(height: height, transactions: 0, time: time)
    }

    /// Takes in all blocks that are there.
    mutating func look() throws {
        while true {
            let (first, last) = (count.height + 1, count.height + BlockFollower.pageCount)
            let answer = try client.ask("/blockchain?minHeight=\(first)&maxHeight=\(last)")
            count.time = Clock.now()
            // Without a block in this range, there is an error and no such number.
            let numbers = answer.components(separatedBy: "\"num_txs\":\"").dropFirst().compactMap { part in
                Int64(part.prefix { $0 != "\"" })
            }
            count.height += Int64(numbers.count)
            count.transactions += numbers.reduce(0, +)
            if numbers.count < BlockFollower.pageCount { return }
        }
    }
}
