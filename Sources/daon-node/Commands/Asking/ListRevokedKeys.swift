import ArgumentParser
import JSON
import RegistryClient
import Transactions
import Wire

struct ListRevokedKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoked", abstract: "List the keys that an account has revoked.")

    @Argument(help: "The account, or the name of a key: the API's.")
    var account: String

    @Option(name: .customLong("key-id"), help: "Only the key with this id; exit code 1 when it is not revoked.")
    var keyID: String?

    @OptionGroup var home: HomeOptions
    @OptionGroup var options: NodeOptions

    func run() throws {
        if keyID?.isEmpty == true { throw CommandError(description: "--key-id: expected 1 to 64 bytes") }
        let account = try home.account(account)
        let client = try options.client()
        var keys: [RevokedKey] = []
        var page = PageRequest(limit: PageRequest.limitMaximum)
        repeat {
            let answer = try client.revokedKeys(of: account, keyID: ByteString(keyID ?? ""), page: page)
            keys += answer.items
            page.key = answer.items.isEmpty ? [] : answer.page.nextKey
        } while !page.key.isEmpty
        if keys.isEmpty && options.output == .text {
            Terminal.say(keyID.map { "\($0) is not revoked." } ?? "No keys are revoked.")
        } else {
            options.output.show(
                list: keys.map { key in
                    [
                        ("key_id", .string(key.keyID)), ("height", .decimal(key.height)),
                        ("time", .text("\(key.time)")), ("tx_hash", .text("\(key.transactionHash)")),
                    ]
                })
        }
        if keyID != nil && keys.isEmpty { throw ExitCode(1) }
    }
}
