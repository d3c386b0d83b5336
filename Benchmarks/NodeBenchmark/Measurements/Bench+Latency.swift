import Foundation

extension Bench {
    /// How long it takes from a transaction (`broadcast_tx_async`) to the block with it, as a client sees it who reads the
    /// blocks as they come.
    func latencyOfBlocks(rate: Int64) throws -> [(figure: Figure, value: Double)] {
        try withNode(.withoutPause) { node in
            try node.reach(5)
            let times = try timesToBlocks([node], rate: rate)
            return try percentiles(times, "transaction to block at \(rate)/s")
        }
    }

    /// The same where transactions go to several nodes in turn, and blocks are read from the first.
    func timesToBlocks(_ nodes: [RunningNode], rate: Int64) throws -> [Int64] {
        var load = try SteadyLoad(nodes, rate: rate, method: .async)
        let client = try Clients(port: nodes[0].port, count: 1)
        var reader = BlockReader(from: try nodes[0].height().height + 1)
        var waiting: [TransactionSource.Mark: Int64] = [:]
        var times: [Int64] = []
        let end = load.start + Bench.warmUp + nanoseconds
        while Clock.now() < end || (!waiting.isEmpty && Clock.now() < end + 10_000_000_000) {
            let now = Clock.now()
            if let due = load.due, due < end, due <= now {
                waiting[try load.submit(tag: 0)] = due
            } else if let due = reader.due, due <= now {
                try client.start(reader.ask())
            } else {
                try load.clients.serve(until: now) { answer, _ in
                    if answer.count(of: "\"code\":0") != 1 { throw BenchmarkError.refused(answer) }
                }
                // A block is told by the node that has it; answers to submissions are waited for by nobody.
                let next = min(load.due ?? end, reader.due ?? .max, now + 1_000_000)
                try client.serve(until: next) { answer, _ in
                    for mark in reader.take(answer) {
                        guard let due = waiting.removeValue(forKey: mark) else { continue }
                        if due >= load.start + Bench.warmUp { times.append(Clock.now() - due) }
                    }
                }
            }
        }
        // Those that are in no block yet took at least so long.
        return times + waiting.values.filter { $0 >= load.start + Bench.warmUp }.map { Clock.now() - $0 }
    }

    /// How long it takes from a transaction to the answer that it is in a block (`broadcast_tx_commit`).
    func latencyOfAnswers(rate: Int64) throws -> [(figure: Figure, value: Double)] {
        try withNode(.withManyWaiting) { node in
            try node.reach(5)
            var load = try SteadyLoad([node], rate: rate, method: .commit)
            var times: [Int64] = []
            let end = load.start + Bench.warmUp + nanoseconds
            while true {
                let now = Clock.now()
                let due = load.due ?? now + 10_000_000
                if due < end && due <= now {
                    _ = try load.submit(tag: due)
                } else if due < end || load.clients.busyCount > 0 {
                    if now > end + 60_000_000_000 { throw BenchmarkError("transactions are not answered") }
                    try load.clients.serve(until: due < end ? due : now + 10_000_000) { answer, tag in
                        if answer.count(of: "\"tx_result\"") != 1 { throw BenchmarkError.refused(answer) }
                        if tag >= load.start + Bench.warmUp { times.append(Clock.now() - tag) }
                    }
                } else {
                    return try percentiles(times, "answer of `broadcast_tx_commit` at \(rate)/s")
                }
            }
        }
    }

    private static let warmUp: Int64 = 1_000_000_000

    func percentiles(_ times: [Int64], _ name: String) throws -> [(figure: Figure, value: Double)] {
        if times.count < 100 { throw BenchmarkError("only \(times.count) transactions were committed") }
        let sorted = times.sorted()
        return [("median", 50), ("95 %", 95), ("99 %", 99)].map { part, percent in
            (Figure("\(name): \(part)", .milliseconds), Double(sorted[sorted.count * percent / 100]) / 1e6)
        }
    }
}

/// Transactions of 250 B, so many a second whatever becomes of those before: each is due at its time, and a client that
/// is kept waiting by a slow answer is replaced by another one.
struct SteadyLoad {
    private static let connectionsMaximum = 850

    let clients: Clients
    let start: Int64
    private let interval: Double
    private var source: TransactionSource
    private var sent: Int64 = 0

    init(_ nodes: [RunningNode], rate: Int64, method: TransactionSource.Method) throws {
        clients = try Clients(ports: nodes.map(\.port), count: 64)
        source = TransactionSource(bytes: 250, method: method)
        interval = 1e9 / Double(rate)
        start = Clock.now()
    }

    /// When the next transaction is to be sent; nil while all clients that may be are kept waiting.
    var due: Int64? {
        if !clients.hasIdle && clients.count >= SteadyLoad.connectionsMaximum { return nil }
        return start + Int64(Double(sent) * interval)
    }

    /// Sends the transaction that is due.
    mutating func submit(tag: Int64) throws -> TransactionSource.Mark {
        sent += 1
        let (request, mark) = source.single()
        try start(request, tag: tag)
        return mark
    }

    /// Sends a request.
    func start(_ request: [UInt8], tag: Int64) throws {
        if !clients.hasIdle { try clients.open() }
        try clients.start(request, tag: tag)
    }
}

extension BenchmarkError {
    static func refused(_ answer: Answer) -> BenchmarkError {
        BenchmarkError("not taken: \(String(decoding: answer.body, as: UTF8.self))")
    }
}
