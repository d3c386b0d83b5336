import Foundation
import Testing

@Suite("Syncs", .blocking)
struct SyncTests {
    @Test(
        "No signature leaves before its record is on the disk, and a height takes at most four syncs",
        .enabled(if: FileManager.default.isExecutableFile(atPath: SystemCalls.tracer), "strace is not there"))
    func traced() throws {
        let home = try TestHome()
        let trace = home.path(of: "trace")
        let process = try NodeProcess(
            ["start", "--home", home.path, "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0"]
                + ["--consensus.timeout_commit", "10ms"], tracer: SystemCalls.arguments(trace))
        let node = try RunningNode(process)
        // What is asked for at every height is what a peer would hear of it.
        for height in 1...8 {
            try node.height(reaching: Int64(height))
            _ = try node.rpc.call("commit")
        }
        try node.rpc.commit("traced=yes")
        let own = try #require(Int32(home.text(of: "data/.lock").trimmingCharacters(in: .whitespacesAndNewlines)))
        kill(own, SIGTERM)
        #expect(process.wait() == .exit(0))

        let calls = SystemCalls(try home.text(of: "trace"))
        let signatures = calls.events.compactMap { event -> String? in
            guard case .write(.signState, let call) = event else { return nil }
            return SystemCalls.text(in: call, from: "\"signature\": \"", count: 88)
        }
        #expect(Set(signatures).count >= 8)
        var released = 0
        for signature in Set(signatures) {
            released += try check(signature, calls)
        }
        #expect(released >= 8)
        try count(calls)
    }

    /// Between the write of a signature's record and anything else with the signature in it there is a sync of the log.
    ///
    /// - Returns: In how many writes to others the signature was.
    private func check(_ signature: String, _ calls: SystemCalls) throws -> Int {
        let raw = SystemCalls.written(try #require(Data(base64Encoded: signature)))
        let text = SystemCalls.written(signature)
        var recorded: Int?
        var isDurable = false
        var released = 0
        for (index, event) in calls.events.enumerated() {
            switch event {
            case .write(.log, let call):
                if recorded == nil && call.contains(raw) { recorded = index }
            case .sync(.log, let begun):
                if let recorded, recorded < begun { isDurable = true }
            case .write(.signState, let call), .write(.elsewhere, let call):
                guard call.contains(text) || call.contains(raw) else { continue }
                #expect(isDurable, "\(signature) leaves before its record is durable")
                if case .write(.elsewhere, _) = event { released += 1 }
            case .write(.store, _), .sync: continue
            }
        }
        return released
    }

    /// A height ends with the store's sync, whose two halves, of the pages and of the page that points to them, are one.
    private func count(_ calls: SystemCalls) throws {
        var heights: [Int] = []
        var current = 0
        for event in calls.events {
            guard case .sync(let target, _) = event else { continue }
            current += 1
            if target == .store {
                heights.append(current)
                current = 0
            }
        }
        // Those before are of the start.
        let steady = heights.dropFirst(3)
        #expect(steady.count >= 6)
        #expect((steady.max() ?? 0) <= 4, "\(heights)")
        print("syncs a height: \(heights)")
    }

    @Test("A disk that takes 200 ms for a sync does not keep /status waiting")
    func slowDisk() throws {
        let home = try TestHome()
        let node = try home.start(
            environment: [
                "LD_PRELOAD": PowerCuts.library, "POWER_CUT_FOLDER": home.path(of: "data"), "POWER_CUT_SYNC_MS": "200",
            ])
        let height = try node.height(reaching: 1)
        let load = Load(node.rpc, clients: 2, prefix: "slow")
        let start = Date()
        var times: [TimeInterval] = []
        while Date().timeIntervalSince(start) < 2.5 {
            let asked = Date()
            _ = try node.rpc.call("status")
            times.append(Date().timeIntervalSince(asked))
        }
        let made = try node.height - height
        #expect((1...8).contains(made), "the disk is slow, and not stuck: \(made) heights")
        times.sort()
        // The machine may be busy with other tests; an answer that waits for the disk takes 100 ms on average.
        let nearlyAll = times[times.count * 9 / 10]
        #expect(nearlyAll < 0.02, "\(times)")
        print(
            "status beside a slow disk: 90 % within \(Int(nearlyAll * 1e6)) µs, longest \(Int(times[times.count - 1] * 1e6)) µs"
        )
        node.process.stop(SIGKILL)
        #expect(!load.finish().isEmpty)
    }
}
