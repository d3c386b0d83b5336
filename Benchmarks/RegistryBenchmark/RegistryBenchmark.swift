import ABCI
import ArgumentParser
import Chain
import ContentRegistry
import Cryptography
import Execution
import Store
import StoreFixtures
import Transactions

/// How fast the registry registers, and how much a record takes.
@main
struct RegistryBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry-benchmark",
        abstract: "Register works in blocks, without consensus and all on one thread, and say what each stage takes.")

    @Option(help: "Works to register.")
    var records = 50_000

    @Option(help: "Works of a transaction: 1 for single registrations, more for batches.")
    var works = 1

    @Option(help: "Works of a block.")
    var block = 1_000

    @Option(help: "Registers so many more, in batches, and then measures again.")
    var beside = 0

    @Option(help: "An empty folder for a store on disk; without one the state is in memory, and exported at the end.")
    var store: String?

    func run() throws {
        guard let key = Secp256k1PrivateKey(SHA256.hash([1]).bytes) else {
            throw ArgumentParser.ValidationError("no key")
        }
        var chain = try RegistryRun(key, storedIn: store)
        try measure(&chain)
        if beside > 0 {
            var times = StageTimes()
            try chain.register(beside, works: 100, block: 2_500, &times)
            print("\(beside) in batches of 100:\n\(times.text(records: beside))")
            try measure(&chain)
        }
        if store == nil {
            try chain.forgetHistory()
            print("stored: \(chain.stateBytes / chain.records) bytes a record")
            try chain.export()
        }
    }

    private func measure(_ chain: inout RegistryRun) throws {
        let before = chain.records
        // The first blocks fill what is kept in memory, and give old heights to forget.
        var warming = StageTimes()
        try chain.register(records / 4, works: works, block: block, &warming)
        var times = StageTimes()
        try chain.register(records, works: works, block: block, &times)
        print(
            "\(records) beside \(before), \(works) a transaction, \(block) a block:\n\(times.text(records: records))")
    }
}
