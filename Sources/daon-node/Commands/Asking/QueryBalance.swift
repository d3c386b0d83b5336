import ArgumentParser
import JSON
import RegistryClient
import Transactions

struct QueryBalance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Show the coins of an account.", aliases: ["balances"])

    @Argument(help: "An account or the name of a key.")
    var account: String

    @OptionGroup var home: HomeOptions
    @OptionGroup var options: NodeOptions

    func run() throws {
        let address = try home.account(account)
        let coins = try options.client().balances(address)
        switch options.output {
        case .text:
            Terminal.say(coins.isEmpty ? "\(address) has no coins." : coins.map(\.description).joined(separator: "\n"))
        case .json:
            options.output.show(
                list: coins.map { coin in
                    [("denom", .string(coin.denomination)), ("amount", .text(coin.amount.description))]
                })
        }
    }
}
