import ArgumentParser
import JSON
import RegistryClient
import Transactions

struct QueryAccount: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "account", abstract: "Show an account.")

    @Argument(help: "An account or the name of a key.")
    var account: String

    @OptionGroup var home: HomeOptions
    @OptionGroup var options: NodeOptions

    func run() throws {
        let address = try home.account(account)
        guard let state = try options.client().account(address) else { throw ClientError.noAccount(address) }
        options.output.show([
            ("address", .text(address.text)), ("account_number", .decimal(state.number)),
            ("sequence", .decimal(state.sequence)),
        ])
    }
}
