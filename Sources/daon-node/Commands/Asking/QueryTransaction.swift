import ABCI
import ArgumentParser
import Chain
import Cryptography
import JSON
import RegistryClient
import Transactions
import Wire

struct QueryTransaction: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tx", abstract: "Show a transaction.")

    @Argument(help: "The transaction's hash, in hexadecimal.")
    var hash: String

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        guard let wanted = Hex.decode(hash).flatMap({ Hash($0) }) else {
            throw CommandError(description: "\(hash) is no transaction's hash: expected 64 hexadecimal digits")
        }
        guard let found = try options.client().transaction(wanted) else {
            throw CommandError(description: "no block has transaction \(wanted) yet; it may still come")
        }
        let result = found.result
        options.output.show([
            ("tx_hash", .text("\(wanted)")), ("height", .decimal(found.height.rawValue)),
            ("code", .integer(result.code)), ("codespace", .string(result.codespace)), ("log", .string(result.log)),
            ("gas_wanted", .decimal(result.gasWanted)), ("gas_used", .decimal(result.gasUsed)),
            ("tx", (try? TransactionJSON.json(found.bytes)) ?? .base64(found.bytes)),
        ])
    }
}
