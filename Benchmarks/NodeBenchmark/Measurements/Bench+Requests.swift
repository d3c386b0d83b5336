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
                while clients.hasIdle { try clients.start(request) }
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
}
