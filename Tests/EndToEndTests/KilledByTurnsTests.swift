import Foundation
import Testing

@Suite("Three that bear the loss of one", .blocking)
struct KilledByTurnsTests {
    private static let clock =
        Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "libSlowClock.so").path ?? ""
    private static let heights: Int64 = 100
    /// Blocks that are decided without the one that was killed.
    private static let without: Int64 = 7

    /// Seconds since midnight, by the clock of a node when it wrote its first line with a time.
    private func seconds(of node: RunningNode) throws -> Int {
        guard let line = node.process.output.line(with: "starting"),
            let match = line.firstMatch(of: /(\d\d):(\d\d):(\d\d)/),
            let hours = Int(match.1), let minutes = Int(match.2), let seconds = Int(match.3)
        else { throw TestError("no time in its log") }
        return (hours * 60 + minutes) * 60 + seconds
    }

    @Test("decide a hundred heights while they are killed by turns and one has a clock that is five seconds slow")
    func turns() throws {
        let chain = try TestChain(
            3,
            [
                "--proxy_app", "kvstore", "--fault-model", "crash", "--consensus.timeout_commit", "20ms",
                "--consensus.timeout_propose", "300ms", "--consensus.timeout_prevote", "100ms",
                "--consensus.timeout_precommit", "100ms",
            ])
        func start(_ number: Int) throws -> RunningNode {
            let slow = ["LD_PRELOAD": Self.clock, "CLOCK_BEHIND": "5"]
            return try chain.start(number, environment: number == 2 ? slow : [:])
        }
        var nodes = try (0..<3).map(start)
        // All were started within a few seconds.
        let times = try nodes.map(seconds)
        let behind = (times[0] - times[2] + 86_400) % 86_400
        #expect((1...5).contains(behind), "\(times)")
        try nodes[0].height(reaching: 3)
        var turn = 0
        while try nodes[(turn + 1) % 3].height < Self.heights {
            let (killed, other) = (turn % 3, (turn + 1) % 3)
            #expect(nodes[killed].process.stop(SIGKILL) == .signal(SIGKILL))
            try nodes[other].height(reaching: nodes[other].height + Self.without)
            nodes[killed] = try start(killed)
            try nodes[killed].height(reaching: nodes[other].height + 1)
            turn += 1
        }
        // Each was killed more than once, the slow one too.
        #expect(turn >= 6)
        let hashes = try nodes.map { try $0.rpc.call("block", ["height": "\(Self.heights - 10)"]).block_id.hash.text }
        #expect(Set(hashes).count == 1)
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes { #expect(node.process.wait() == .exit(0)) }
    }
}
