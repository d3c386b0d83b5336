import ArgumentParser
import Chain
import Cryptography
import JSON
import RegistryClient
import Transactions

struct ListValidators: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the validators, who may become one, and bonds that are leaving.")

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        let answer = try options.client().validators()
        var list = answer.validators.map(\.members)
        for account in answer.admitted {
            list.append([("account", .text(account.text)), ("status", .text("admitted"))])
        }
        for entry in answer.unbonding {
            list.append([
                ("account", .text(entry.account.text)), ("status", .text("unbonding")),
                ("bond", .text("\(Coin.stake(entry.amount))")),
                ("free_at", .text("\(Timestamp(unixNanoseconds: entry.time))")),
            ])
        }
        options.output.show(list: list)
    }
}

extension ValidatorsAnswer.Entry {
    fileprivate var members: [(String, JSONValue)] {
        let status = isTombstoned ? "signed twice, leaves" : isPresent ? "signs" : "silent"
        return [
            ("moniker", .string(moniker)), ("operator", .text(account?.text ?? "none")),
            ("consensus_address", .text(publicKey.address.description)), ("power", .decimal(power.rawValue)),
            ("bond", .text("\(Coin.stake(bond))")), ("status", .text(status)),
            ("last_signed", .text(lastSigned == 0 ? "never" : "\(lastSigned)")), ("since", .decimal(since.rawValue)),
        ]
    }
}
