import Store
import Testing

@Suite("The log on a disk that loses what was not synced")
struct LogPropertyTests {
    @Test("Whatever is lost, all that was durable comes back, and nothing that was not appended")
    func promises() throws {
        for seed in 0..<150 {
            var life = LogLife(seed: UInt64(seed))
            do {
                try life.run(processes: 8)
            } catch {
                Issue.record("seed \(seed): \(error)")
                return
            }
        }
    }

    @Test("Each sync is missed when it is left out", arguments: LogSync.allCases)
    func mutation(ignored: LogSync) {
        for seed in 1000..<3000 {
            var life = LogLife(seed: UInt64(seed), ignoring: ignored)
            do {
                try life.run(processes: 8)
            } catch {
                return
            }
        }
        Issue.record("no seed tells a log without the sync \(ignored) from one with it")
    }
}
