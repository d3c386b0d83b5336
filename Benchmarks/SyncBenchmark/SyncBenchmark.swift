import ArgumentParser
import Chain
import Dispatch

/// How fast blocks are caught up with, without sockets: decoding, verification, execution and, with a folder, storage.
@main
struct SyncBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync-benchmark", abstract: "Measures block sync in one process, without sockets.")

    @Option(help: "Blocks to catch up with.") var blocks = 1_000
    @Option(help: "Transactions in each block.") var transactions = 120
    @Option(help: "Validators, of equal power.") var validators = 4
    @Option(help: "An empty folder to store the chain in, with a sync for each block; none to keep nothing.")
    var store: String?

    func run() throws {
        let chain = try PreparedChain(blocks: blocks, transactions: transactions, validators: validators)
        let catchUp = try CatchUp(chain, folder: store)
        let start = DispatchTime.now()
        let count = try catchUp.run()
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000_000_000
        print(
            """
            \(count) blocks of \(transactions) transactions, \(chain.byteCount / max(1, blocks)) bytes each, \
            \(validators) validators: \(Int(seconds * 1_000)) ms, \(Int(Double(count) / seconds)) blocks/s
            """)
    }
}
