import Foundation
import Testing

/// How many cuts; `make power-cut` asks for 200, and for more of the rest.
private let rounds = ProcessInfo.processInfo.environment["POWER_CUT_ROUNDS"].flatMap { Int($0) }

@Suite("Power cuts", .blocking)
struct PowerCutTests {
    @Test("Whatever a cut takes back, no answered transaction is lost and nothing is signed twice")
    func cuts() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var cuts = try PowerCuts(seed: seed, largeBytes: rounds == nil ? 100_000 : 500_000)
        let rounds = rounds ?? 10
        var round = 0
        // Where a cut falls before anything was answered, more of them are made: what is looked at is what had been answered.
        while round < rounds || (cuts.answered.count <= rounds && round < 5 * rounds) {
            round += 1
            let faults = try cuts.cut()
            #expect(faults == [], "seed \(seed), round \(round)")
            if !faults.isEmpty { return }
        }
        #expect(try cuts.finish() == [], "seed \(seed)")
        #expect(cuts.answered.count > rounds)
        let files = try FileManager.default.contentsOfDirectory(atPath: cuts.home.path(of: "data/consensus.log"))
        print("power cuts: \(round), answered transactions kept: \(cuts.answered.count), log: \(files.sorted())")
    }

    @Test(
        "A node without one of its syncs is caught",
        arguments: rounds == nil ? ["log"] : ["log", "log-header", "store", "store-meta", "names", "state"])
    func missingSync(kind: String) throws {
        for home in 1...(rounds ?? 20) {
            let seed = UInt64.random(in: 0 ... .max)
            var cuts = try PowerCuts(seed: seed, without: kind)
            for round in 1...4 {
                let faults = try cuts.cut()
                if faults.isEmpty { continue }
                print("without \(kind): caught on home \(home) in round \(round): \(faults[0])")
                return
            }
            let faults = try cuts.finish()
            if faults.isEmpty { continue }
            print("without \(kind): caught on home \(home) at its end: \(faults[0])")
            return
        }
        Issue.record("not caught: without \(kind)")
    }
}
