import ABCI
import ArgumentParser
import Chain
import Cryptography
import JSON
import LightClient
import RegistryClient
import Transactions
import Wire

/// Questions to a node.
struct Query: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Ask a node.",
        subcommands: [
            RegistryQueries.self, QueryAccount.self, QueryBalance.self, QueryTransaction.self, BankQueries.self,
        ], aliases: ["q"])
}

/// Questions about the registry.
struct RegistryQueries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Ask about records.",
        subcommands: [
            VerifyRecord.self, ShowRecord.self, ShowHistory.self, ListRecords.self, ShowParameters.self,
        ], aliases: ["contentregistry"])
}

/// As the Cosmos SDK groups it.
struct BankQueries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank", abstract: "Balances.", shouldDisplay: false, subcommands: [QueryBalance.self])
}

extension RecordAnswer {
    /// The first three are what today's scripts look for.
    var members: [(String, JSONValue)] {
        let members: [(String, JSONValue?)] = [
            ("creator", .text(creator.text)), ("license", .text("\(license)")),
            ("content_hash", .text(contentHash.text)), ("owner", .text(owner.text)),
            ("content_kind", contentKind.map { .text($0.rawValue) }),
            ("ai_training_policy", aiTrainingPolicy.map { .text($0.rawValue) }),
            ("licensing_uri", licensingURI.map { .text("\($0)") }),
            ("details_commitment", detailsCommitment.map { .text(Hex.lowercase($0.bytes)) }),
            ("platform", platform.isEmpty ? nil : .string(platform)),
            ("fingerprint", fingerprint.isEmpty ? nil : .string(fingerprint)),
            ("revision", .decimal(revision)), ("previous_version", previousVersion.map { .text($0.text) }),
            ("next_version", nextVersion.map { .text($0.text) }), ("height", .decimal(height)),
            ("time", .text("\(time)")), ("tx_hash", .text("\(transactionHash)")),
        ]
        return members.compactMap { name, value in value.map { (name, $0) } }
    }
}

struct VerifyRecord: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Is a work registered?",
        discussion: """
            With --prove the node need not be believed: the record and its proof, the header and its signatures are \
            checked here, beginning with a header that you trust (its height and hash, from a source of yours).
            Exit code 0: the work is registered; 1: it is not; 2: nobody knows, for the reason on standard error.
            """, aliases: ["verify-content"])

    @Argument(help: "A file, a hash, or - for standard input.")
    var work: String

    @Option(help: "What the hash is made of, when a file is given: text or file.")
    var kind: String?

    @Flag(help: "Check everything here.")
    var prove = false

    @Option(name: .customLong("trust-height"), help: "The height of a header that you trust.")
    var trustHeight: Int64?

    @Option(name: .customLong("trust-hash"), help: "The hash of that header, in hexadecimal.")
    var trustHash: String?

    @Option(name: .customLong("trust-days"), help: "For how many days a header vouches for later ones.")
    var trustDays: Int64 = 14

    @Option(name: .customLong("fault-model"), help: "The chain's fault model: byzantine or crash.")
    var faultModel = "byzantine"

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        do {
            try verify()
        } catch let error as ExitCode {
            throw error
        } catch {
            // 1 would say that the work is not registered.
            throw CommandError(description: "\(error)", code: 2)
        }
    }

    private func verify() throws {
        let kind = try kind.map { try ContentKind(ByteString($0)) }
        let (hash, _) = try WorkOptions.hash(work, kind)
        let client = try options.client()
        guard prove else {
            if trustHeight != nil || trustHash != nil {
                throw CommandError(description: "--trust-height and --trust-hash go with --prove")
            }
            try show(try client.record(hash), hash, [])
            return
        }
        let proven = try proven(hash, client)
        let header = proven.header.header
        try show(
            proven.record, hash,
            [
                ("proven_height", .decimal(proven.height.rawValue)), ("app_hash", .text("\(header.appHash)")),
                ("block_hash", .text(header.hash?.description ?? "")), ("block_time", .text("\(header.time)")),
            ])
    }

    private func proven(_ hash: ContentHash, _ client: NodeClient) throws -> RecordVerifier.Proven {
        guard let trustHeight, trustHeight > 0, let trustHash else {
            throw CommandError(
                description: "--prove needs --trust-height and --trust-hash: a block whose hash you have from a source "
                    + "that you trust")
        }
        guard let trusted = Hex.decode(trustHash).flatMap({ Hash($0) }) else {
            throw CommandError(description: "--trust-hash \(trustHash): expected 64 hexadecimal digits")
        }
        guard let model = FaultModel(rawValue: faultModel) else {
            throw CommandError(description: "--fault-model \(faultModel): choose byzantine or crash")
        }
        guard (1...3650).contains(trustDays) else {
            throw CommandError(description: "--trust-days \(trustDays): expected 1 to 3650")
        }
        let verifier = LightVerifier(trustingPeriod: .seconds(trustDays * 86_400), faultModel: model)
        return try RecordVerifier(node: client, verifier: verifier).verify(
            hash, trusting: Height(trustHeight), trusted, now: SystemTime.now)
    }

    /// Prints what was found; a work that is not registered ends with exit code 1, as `grep` does.
    private func show(_ record: RecordAnswer?, _ hash: ContentHash, _ more: [(String, JSONValue)]) throws {
        guard let record else {
            options.output.show([("verified", .bool(false)), ("content_hash", .text(hash.text))] + more)
            throw ExitCode(1)
        }
        options.output.show([("verified", .bool(true))] + record.members + more)
    }
}

struct ShowRecord: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "record", abstract: "Show a record.")

    @Argument(help: "The work: a file or its hash.")
    var work: String

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        options.output.show(try options.client().known(work).members)
    }
}

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
        if answer.records.isEmpty && options.output == .text {
            Terminal.say("No records.")
        } else {
            options.output.show(list: answer.records.map(\.members))
        }
    }
}

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
            ("admission", .text(parameters.admitsByVote ? "vote" : "open")),
        ])
    }
}

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
