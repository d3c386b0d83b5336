import Foundation

/// Keeps a node's mempool filled: submits transactions, several to a request, as long as fewer than a given number of them
/// wait, and counts those in blocks as a client sees them.
struct TransactionLoad {
    /// What was in blocks at some moment.
    struct Count {
        var height: Int64
        var transactions: Int64
        var time: Int64
    }

    /// CometBFT's default maximum of requests in one.
    static let batchCount = 10
    private static let connectionCount = 16
    /// How often it looks for new blocks, in nanoseconds.
    private static let lookInterval: Int64 = 10_000_000

    private let node: RunningNode
    private let waitingMaximum: Int64
    private let submitters: Clients
    private let request: (Int) throws -> [UInt8]
    private var follower: BlockFollower
    private var accepted: Int64 = 0
    private var nextLook: Int64 = 0
    /// Megabytes, the most that were seen.
    private(set) var residentMaximum = 0.0
    private(set) var anonymousMaximum = 0.0

    /// - Parameters:
    ///   - node: Whose blocks are counted.
    ///   - ports: Of the nodes that get the transactions, in turn; nil for that node alone.
    ///   - waitingMaximum: Transactions that are sent and not in a block, at most.
    ///   - request: Makes the next request, with so many transactions.
    init(
        _ node: RunningNode, ports: [UInt16]? = nil, waitingMaximum: Int64,
        request: @escaping (Int) throws -> [UInt8]
    ) throws {
        self.node = node
        self.waitingMaximum = waitingMaximum
        submitters = try Clients(ports: ports ?? [node.port], count: TransactionLoad.connectionCount)
        self.request = request
        follower = try BlockFollower(node)
    }

    var counted: Count { follower.count }

    mutating func run(for nanoseconds: Int64) throws {
        let end = Clock.now() + nanoseconds
        while Clock.now() < end {
            if Clock.now() >= nextLook { try look() }
            while submitters.hasIdle && hasRoom {
                try submitters.start(try request(TransactionLoad.batchCount))
            }
            var taken: Int64 = 0
            try submitters.serve(until: min(end, nextLook)) { answer, _ in
                taken += Int64(answer.count(of: "\"code\":0"))
                if answer.status != 200 { throw BenchmarkError("a batch: \(answer.status)") }
            }
            accepted += taken
        }
        try look()
    }

    private var hasRoom: Bool {
        let asked = Int64(submitters.busyCount + 1) * Int64(TransactionLoad.batchCount)
        return accepted - follower.count.transactions + asked <= waitingMaximum
    }

    private mutating func look() throws {
        try follower.look()
        nextLook = Clock.now() + TransactionLoad.lookInterval
        let figures = try ProcessFigures(of: node.process.identifier)
        residentMaximum = max(residentMaximum, figures.resident)
        anonymousMaximum = max(anonymousMaximum, figures.anonymous)
    }
}
