import ABCI
import Chain
import Execution
import Glibc
import Store
import StoreFixtures

/// What the disk costs: `store-benchmark <empty folder>`. Prints medians and 95th percentiles of the time that passed,
/// and medians of the processor's, in microseconds.
@main
struct StoreBenchmark {
    let path: String

    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: store-benchmark <empty folder>")
            exit(64)
        }
        let benchmark = StoreBenchmark(path: CommandLine.arguments[1])
        try benchmark.log()
        for validators in [1, 4, 100] { try benchmark.emptyBlocks(validators: validators) }
        for size in [250, 1024] {
            try benchmark.fullBlocks(transactionBytes: size, entries: false)
            try benchmark.fullBlocks(transactionBytes: size, entries: true)
        }
        try benchmark.history()
    }

    private func log() throws {
        _ = try DataFolder(path)
        let log = try ConsensusLog(PosixLogDirectory("\(path)/consensus.log"), committed: 0)
        for (name, count, size) in [("1 record of 250 B", 1, 250), ("20 records of 64 KiB", 20, 65_536)] {
            let body = [UInt8](repeating: 7, count: size)
            try report("log: \(name), synced", count: 500) {
                for _ in 0..<count { _ = try log.append(body, height: 1) }
                try log.sync()
            }
        }
        let recovered = try ContinuousClock().measure {
            _ = try ConsensusLog(PosixLogDirectory("\(path)/consensus.log"), committed: 0)
        }
        print("log: recovery of \(log.durableSequence) records, 640 MB: \(recovered)")
        try report("log: opened, nothing above the committed height", count: 20) {
            _ = try ConsensusLog(PosixLogDirectory("\(path)/consensus.log"), committed: 1)
        }
    }

    private func emptyBlocks(validators: Int) throws {
        let store = try ChainStore(in: DataFolder("\(path)/empty-\(validators)"))
        var chain = try TestChain(validators: validators)
        try store.initialize(state: chain.state, changes: [])
        let first = chain.state
        try report("store: first state", count: 200) { try store.initialize(state: first, changes: []) }
        var records: [BlockRecord] = []
        for index in 0..<2000 {
            let counter = StagedChange(key: Array("stateKey".utf8), value: Array("{\"height\":\(index)}".utf8))
            records.append(try chain.grow(changes: [counter]))
        }
        var next = 0
        try report("store: empty block, \(validators) validators", count: 2000) {
            try store.commit(records[next])
            next += 1
        }
        try report("store: snapshot and height", count: 2000) { _ = try store.read { try $0.height } }
        try report("store: block read", count: 2000) { _ = try store.read { try $0.block(at: 1000) } }
        try report("store: validators of a height", count: 2000) { _ = try store.read { try $0.validators(at: 1999) } }
    }

    /// - Parameter entries: Whether the application keeps each transaction under a random key.
    private func fullBlocks(transactionBytes size: Int, entries: Bool) throws {
        let store = try ChainStore(in: DataFolder("\(path)/full-\(size)-\(entries)"))
        var generator = SeededGenerator(1)
        var chain = try TestChain(validators: 4)
        try store.initialize(state: chain.state, changes: [])
        var times: [Sample] = []
        for _ in 0..<200 {
            let transactions = (0..<1000).map { _ in generator.bytes(size) }
            let record = try chain.grow(
                transactions,
                changes: entries ? transactions.map { StagedChange(key: Array($0[..<20]), value: $0) } : [])
            times.append(try Sample { try store.commit(record) })
        }
        show("store: block of 1000 transactions of \(size) B\(entries ? ", and as many entries" : "")", times)
        let hash = chain.records[50].block.data.transactions[500].hash
        try report("store: transaction by hash", count: 200) { _ = try store.read { try $0.transaction(hash) } }
        try report("store: block of 1000 transactions read", count: 200) {
            _ = try store.read { try $0.block(at: 50) }
        }
    }

    private func history() throws {
        let store = try ChainStore(in: DataFolder("\(path)/empty-100"))
        var last = 0
        try report("store: heights pruned, by hundreds", count: 15) {
            last += 100
            _ = try store.prune(below: Height(Int64(last)))
        }
    }

    private func report(_ name: String, count: Int, _ body: () throws -> Void) throws {
        var times: [Sample] = []
        for _ in 0..<count { times.append(try Sample(body)) }
        show(name, times)
    }

    private func show(_ name: String, _ samples: [Sample]) {
        let passed = samples.map(\.passed).sorted()
        let used = samples.map(\.used).sorted()
        print(
            "\(name): median \(passed[passed.count / 2]) µs, 95 % \(passed[passed.count * 95 / 100]) µs; "
                + "processor \(used[used.count / 2]) µs")
    }
}

/// How long something took, in microseconds.
private struct Sample {
    let passed: Int
    /// By this thread, on the processor.
    let used: Int

    init(_ body: () throws -> Void) throws {
        let start = (Sample.clock(CLOCK_MONOTONIC), Sample.clock(CLOCK_THREAD_CPUTIME_ID))
        try body()
        passed = (Sample.clock(CLOCK_MONOTONIC) - start.0) / 1000
        used = (Sample.clock(CLOCK_THREAD_CPUTIME_ID) - start.1) / 1000
    }

    private static func clock(_ identifier: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(identifier, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
