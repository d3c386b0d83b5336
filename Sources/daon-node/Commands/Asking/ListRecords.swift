import ArgumentParser
import RegistryClient
import Transactions

struct ListRecords: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List records.")

    @Option(help: "Whose records: an account or the name of a key; all by default.")
    var owner: String?

    @Option(help: "How many, 1 to 1000.")
    var limit: UInt64 = 20

    @Flag(help: "The oldest first.")
    var oldest = false

    @OptionGroup var home: HomeOptions
    @OptionGroup var options: NodeOptions

    func run() throws {
        guard (1...PageRequest.limitMaximum).contains(limit) else {
            throw CommandError(description: "--limit \(limit): expected 1 to \(PageRequest.limitMaximum)")
        }
        let answer = try options.client().records(
            owner: try owner.map { try home.account($0) }, page: PageRequest(limit: limit, isReversed: !oldest))
        if answer.items.isEmpty && options.output == .text {
            Terminal.say("No records.")
        } else {
            options.output.show(list: answer.items.map(\.members))
        }
    }
}
