import ArgumentParser
import Chain
import JSON
import RegistryClient
import Transactions

struct ShowParameters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "params", abstract: "Show what the chain has agreed on about the registry.")

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        let parameters = try options.client().parameters()
        options.output.show([
            ("registry_version", .decimal(parameters.registryVersion)),
            ("unordered_ttl", .text("\(Nanoseconds(parameters.unorderedTTL))")),
            ("validator_bond", .text("\(parameters.validatorBond)\(Coin.bondDenomination)")),
            ("unbonding_time", .text("\(Nanoseconds(parameters.unbondingTime))")),
            ("params_version", .decimal(parameters.version)),
            ("admission", .text(parameters.admitsByVote ? "vote" : "open")),
        ])
    }
}
