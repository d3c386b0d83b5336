import Foundation

extension Bench {
    /// Answers of `/status`, to 32 clients.
    func status() throws -> [(figure: Figure, value: Double)] {
        [
            (
                Figure("`/status` a second, no blocks meanwhile", .perSecond),
                try withNode(.withoutEmptyBlocks, askForStatus)
            ),
            (
                Figure("`/status` a second, empty blocks meanwhile", .perSecond),
                try withNode(.withoutPause, askForStatus)
            ),
        ]
    }

    /// Answers of `/tx` about transactions of full blocks, in random order, to 32 clients.
    func lookups() throws -> [(figure: Figure, value: Double)] {
        try withNode(.withoutEmptyBlocks) { node in
            let hashes = try Bench.submit(4_000, to: node)
            let requests = hashes.map { Request.get("/tx?hash=0x\($0)") }
            let perSecond = try ask(node) { requests[.random(in: requests.indices)] }
            return [(Figure("`/tx` a second", .perSecond), perSecond)]
        }
    }

    /// Has transactions of 250 B put into blocks.
    ///
    /// - Returns: Their hashes, once all of them are found.
    private static func submit(_ count: Int, to node: RunningNode) throws -> [String] {
        let clients = try Clients(port: node.port, count: 32)
        var source = TransactionSource(bytes: 250, method: .async)
        var hashes: [String] = []
        var sent = 0
        while hashes.count < count {
            while sent < count && clients.hasIdle {
                try clients.start(source.single().request)
                sent += 1
            }
            try clients.serve(until: Clock.now() + 10_000_000) { answer, _ in
                let text = String(decoding: answer.body, as: UTF8.self)
                guard let start = text.range(of: "\"hash\":\"") else { throw BenchmarkError.refused(answer) }
                hashes.append(String(text[start.upperBound...].prefix(64)))
            }
        }
        let deadline = Clock.now() + 20_000_000_000
        for hash in hashes {
            while try !clients.ask("/tx?hash=0x\(hash)").contains("\"tx_result\"") {
                if Clock.now() > deadline { throw BenchmarkError("transaction \(hash) is in no block") }
                usleep(5000)
            }
        }
        return hashes
    }

    private func askForStatus(_ node: RunningNode) throws -> Double {
        let request = Request.get("/status")
        return try ask(node) { request }
    }

    /// Answers a second to 32 clients that each ask again as soon as they have one.
    private func ask(_ node: RunningNode, _ next: () -> [UInt8]) throws -> Double {
        let clients = try Clients(port: node.port, count: 32)
        var answers = 0
        func ask(until deadline: Int64) throws {
            while Clock.now() < deadline {
                while clients.hasIdle { try clients.start(next()) }
                try clients.serve(until: deadline) { answer, _ in
                    if answer.status != 200 { throw BenchmarkError.refused(answer) }
                    answers += 1
                }
            }
        }
        try ask(until: Clock.now() + 500_000_000)
        answers = 0
        let start = Clock.now()
        try ask(until: start + nanoseconds)
        return Double(answers) / (Double(Clock.now() - start) / 1e9)
    }
}
