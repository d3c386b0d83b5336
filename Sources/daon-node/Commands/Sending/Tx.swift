import ArgumentParser
import Cryptography
import Foundation
import JSON
import RegistryClient
import Transactions
import Wire

/// Transactions.
struct Tx: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tx", abstract: "Sign transactions and send them to a node.",
        subcommands: [RegistryTransactions.self, SendCoins.self, BankTransactions.self])
}

/// Transactions of the registry.
struct RegistryTransactions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Register works, transfer and change records, revoke keys.",
        subcommands: [
            Register.self, RegisterBatch.self, Transfer.self, Revise.self, UpdateLicense.self, RevokeKey.self,
        ], aliases: ["contentregistry"])
}

/// As the Cosmos SDK groups it.
struct BankTransactions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank", abstract: "Send coins.", shouldDisplay: false, subcommands: [SendCoins.self])
}

struct SendCoins: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "send", abstract: "Send coins to an account.")

    @Argument(help: "The account, or the name of a key.")
    var to: String

    @Argument(help: "How much, as in 1000stake.")
    var amount: String

    @OptionGroup var sending: SendingOptions

    func run() throws {
        guard let coin = try? Coin(ByteString(amount)) else {
            throw CommandError(description: "\(amount) is no amount: expected a number with its coin, as in 1000stake")
        }
        let recipient = try sending.keys.account(to)
        if coin.amount.isZero { throw CommandError(description: "\(amount): there is nothing to send") }
        let sender = try sending.sender()
        let message = MsgSend(sender: sender.address, recipient: recipient, amount: [coin])
        try sending.send([.send(message)], by: sender)
    }
}

/// The terms of a work, as options.
struct TermOptions: ParsableArguments {
    @Option(name: .customLong("ai-policy"), help: "May it train models: prohibited, contact_required or open.")
    var aiPolicy: String?

    @Option(name: .customLong("licensing-uri"), help: "Where to ask for a licence: an https address.")
    var licensingURI: String?

    func policy() throws -> AITrainingPolicy? { try aiPolicy.map { try AITrainingPolicy(ByteString($0)) } }
    func uri() throws -> LicensingURI? { try licensingURI.map { try LicensingURI(ByteString($0)) } }
}

struct WorkOptions: ParsableArguments {
    @Argument(help: "A file, a hash (sha256:… or 64 digits), or - for standard input.")
    var work: String

    @Option(
        name: .shortAndLong,
        help: "The licence: liberation_v1, cc_by, cc_by_sa, cc_by_nd, …, public_domain or custom:<text>.")
    var license: String

    @Option(help: "Whose the record becomes: an account or the name of a key; the signer's by default.")
    var owner: String?

    @Option(help: "What the hash is made of: text, file or hash_only. Found out when it is not given.")
    var kind: String?

    @Option(help: "Where the work is registered from.")
    var platform = ""

    @OptionGroup var terms: TermOptions

    /// The work with its hash, made from the file if it is one.
    func read(_ keys: KeyringOptions) throws -> Work {
        let license = try License(ByteString(license))
        let given = try kind.map { try ContentKind(ByteString($0)) }
        let (hash, kind) = try WorkOptions.hash(work, given)
        return Work(
            contentHash: hash, license: license, platform: ByteString(platform),
            owner: try owner.map { try keys.account($0) }, aiTrainingPolicy: try terms.policy(),
            licensingURI: try terms.uri(), contentKind: kind)
    }

    static func hash(_ work: String, _ kind: ContentKind?) throws -> (ContentHash, ContentKind) {
        if work != "-", !FileManager.default.fileExists(atPath: work) {
            if let hash = WorkSource.hash(named: work) { return (hash, kind ?? .hashOnly) }
            throw CommandError(
                description: "\(work): no such file, and no hash (sha256: and 64 hexadecimal digits in lower case)")
        }
        let (bytes, name) = try content(work)
        let (hash, found) = try WorkSource.hash(of: bytes, kind: kind, name: name)
        return (hash, found)
    }

    private static func content(_ work: String) throws -> (bytes: [UInt8], name: String) {
        if work == "-" {
            return (Array(try FileHandle.standardInput.readToEnd() ?? Data()), "standard input")
        }
        guard let data = FileManager.default.contents(atPath: work) else {
            throw CommandError(description: "\(work) cannot be read; is it a folder, or another's?")
        }
        return (Array(data), work)
    }
}

struct Register: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Register a work.",
        discussion: """
            Of a text, the words are hashed, without markup and with LF line ends; of any other file, a Merkle tree \
            of its kibibytes. Only the hash leaves this machine.
            """, aliases: ["register-content"])

    @OptionGroup var work: WorkOptions
    @OptionGroup var sending: SendingOptions

    func run() throws {
        let work = try work.read(sending.keys)
        let sender = try sending.sender()
        if let record = try sender.node.record(work.contentHash), record.owner != work.owner ?? sender.address {
            throw CommandError(
                description: "\(work.contentHash) is registered already: by \(record.creator), owner \(record.owner), "
                    + "at \(record.time) in block \(record.height)")
        }
        try sending.send(
            [.register(MsgRegisterContent(creator: sender.address, work: work))], by: sender,
            [("content_hash", .text(work.contentHash.text)), ("kind", .text(work.contentKind?.rawValue ?? ""))])
    }
}

struct Revise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revise", abstract: "Register a new version of a work.")

    @Option(help: "The version that this one follows: a file or its hash.")
    var previous: String

    @OptionGroup var work: WorkOptions
    @OptionGroup var sending: SendingOptions

    func run() throws {
        let work = try work.read(sending.keys)
        let sender = try sending.sender()
        let record = try sender.node.known(previous)
        let message = MsgRevise(
            creator: sender.address, work: work, previousVersion: record.contentHash, expectedRevision: record.revision)
        try sending.send(
            [.revise(message)], by: sender, [("content_hash", .text(work.contentHash.text))])
    }
}

struct Transfer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: "Give a record to another account.", aliases: ["transfer-ownership"])

    @Argument(help: "The work: a file or its hash.")
    var work: String

    @Argument(help: "The new owner: an account or the name of a key.")
    var to: String

    @OptionGroup var sending: SendingOptions

    func run() throws {
        let owner = try sending.keys.account(to)
        let sender = try sending.sender()
        let record = try sender.node.known(work)
        let message = MsgTransferOwnership(
            creator: sender.address, contentHash: record.contentHash, newOwner: owner,
            expectedRevision: record.revision)
        try sending.send([.transfer(message)], by: sender)
    }
}

struct UpdateLicense: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license", abstract: "Change the terms of a record.", aliases: ["update-license"])

    @Argument(help: "The work: a file or its hash.")
    var work: String

    @Option(name: .shortAndLong, help: "The new licence.")
    var license: String?

    @OptionGroup var terms: TermOptions
    @OptionGroup var sending: SendingOptions

    func run() throws {
        let license = try license.map { try License(ByteString($0)) }
        let policy = try terms.policy(), uri = try terms.uri()
        if license == nil && policy == nil && uri == nil {
            throw CommandError(description: "nothing to change: give --license, --ai-policy or --licensing-uri")
        }
        let sender = try sending.sender()
        let record = try sender.node.known(work)
        let message = MsgUpdateLicense(
            creator: sender.address, contentHash: record.contentHash, expectedRevision: record.revision,
            license: license, aiTrainingPolicy: policy, licensingURI: uri)
        try sending.send([.updateLicense(message)], by: sender)
    }
}

extension NodeClient {
    /// The record of a file or hash that must be registered.
    func known(_ text: String) throws -> RecordAnswer {
        let (hash, _) = try WorkOptions.hash(text, nil)
        if let record = try record(hash) { return record }
        throw CommandError(description: "\(hash) is not registered")
    }
}

extension WorkOptions {
    /// The hash that a text names, with or without `sha256:`.
    static func parsed(_ text: String) throws -> ContentHash {
        if let hash = WorkSource.hash(named: text) { return hash }
        throw CommandError(
            description: "\(text) is no content hash: expected sha256: and 64 hexadecimal digits in lower case")
    }
}
