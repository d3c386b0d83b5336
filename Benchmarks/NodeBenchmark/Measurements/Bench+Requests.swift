import Foundation

extension Bench {
    /// Answers of `/status`, from 32 clients that each ask again as soon as they have one.
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

    private func askForStatus(_ node: RunningNode) throws -> Double {
        let clients = try Clients(port: node.port, count: 32)
        let request = Request.get("/status")
        var answers = 0
        func ask(until deadline: Int64) throws {
            while Clock.now() < deadline {
                while clients.hasIdle { try clients.start(request, due: 0) }
                try clients.serve(until: deadline) { answer, _ in
                    if answer.status != 200 { throw BenchmarkError("/status: \(answer.status)") }
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

    /// How long a client waits from its transaction to its block (`broadcast_tx_commit`), when so many come a second
    /// whatever becomes of those before. It counts from the moment when a transaction was due.
    func latency(rate: Int64) throws -> [(figure: Figure, value: Double)] {
        try withNode(.withManyWaiting) { node in
            try node.reach(5)
            let clients = try Clients(port: node.port, count: 64)
            var source = TransactionSource(bytes: 250, method: .commit)
            let start = Clock.now()
            let (measuredFrom, end) = (start + 1_000_000_000, start + 1_000_000_000 + nanoseconds)
            var times: [Int64] = []
            var sent: Int64 = 0
            func note(_ answer: Answer, _ due: Int64) throws {
                if answer.count(of: "\"tx_result\"") != 1 || answer.count(of: "\"error\"") != 0 {
                    throw BenchmarkError("not committed: \(String(decoding: answer.body, as: UTF8.self))")
                }
                if due >= measuredFrom { times.append(Clock.now() - due) }
            }
            while true {
                let due = start + sent * 1_000_000_000 / rate
                if due >= end { break }
                if Clock.now() < due {
                    try clients.serve(until: due, note)
                } else if clients.hasIdle {
                    try clients.start(source.single(), due: due)
                    sent += 1
                } else if clients.count < 800 {
                    try clients.open()
                } else {
                    try clients.serve(until: end, note)
                }
            }
            while clients.busyCount > 0 && Clock.now() < end + 10_000_000_000 {
                try clients.serve(until: end + 10_000_000_000, note)
            }
            times.sort()
            if times.count < 100 { throw BenchmarkError("only \(times.count) transactions were committed") }
            func percentile(_ part: Int) -> Double { Double(times[times.count * part / 100]) / 1e6 }
            return [
                (Figure("latency at \(rate)/s: median", .milliseconds), percentile(50)),
                (Figure("latency at \(rate)/s: 95 %", .milliseconds), percentile(95)),
                (Figure("latency at \(rate)/s: 99 %", .milliseconds), percentile(99)),
            ]
        }
    }
}
