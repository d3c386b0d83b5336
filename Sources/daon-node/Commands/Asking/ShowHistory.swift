import ArgumentParser
import JSON
import RegistryClient
import Transactions

struct ShowHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show what happened to a record.")

    @Argument(help: "The work: a file or its hash.")
    var work: String

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        let client = try options.client()
        let record = try client.known(work)
        options.output.show(
            list: try client.history(record.contentHash).map { entry in
                [
                    ("action", .text(entry.action.rawValue)), ("from", .string(entry.from)), ("to", .string(entry.to)),
                    ("revision", .decimal(entry.revision)), ("height", .decimal(entry.height)),
                    ("time", .text("\(entry.time)")), ("tx_hash", .text("\(entry.transactionHash)")),
                ]
            })
    }
}
