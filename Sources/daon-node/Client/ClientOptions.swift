import ABCI
import ArgumentParser
import Chain
import Cryptography
import Foundation
import JSON
import Keyring
import NodeSettings
import RegistryClient
import Transactions
import Wire

/// How answers are printed.
enum OutputForm: String, ExpressibleByArgument, CaseIterable {
    case text, json

    /// Prints members in their order: a line for each that is not an empty text, or one object.
    func show(_ members: [(String, JSONValue)]) {
        switch self {
        case .json:
            let object = JSONObject(members.map { (key: ByteString($0.0), value: $0.1) })
            Terminal.say("\(JSONValue.object(object))")
        case .text:
            for (name, value) in members {
                if case .string(let text) = value {
                    if !text.isEmpty { Terminal.say("\(name): \(text)") }
                } else {
                    Terminal.say("\(name): \(value)")
                }
            }
        }
    }

    /// Prints a list: an element after the other with an empty line between, or one array.
    func show(list: [[(String, JSONValue)]]) {
        switch self {
        case .json:
            let objects = list.map { members in
                JSONValue.object(JSONObject(members.map { (key: ByteString($0.0), value: $0.1) }))
            }
            Terminal.say("\(JSONValue.array(objects))")
        case .text:
            for (index, members) in list.enumerated() {
                if index > 0 { Terminal.say("") }
                show(members)
            }
        }
    }
}

/// Which node is asked, and how answers are printed.
struct NodeOptions: ParsableArguments {
    @Option(help: "The node's RPC (or DAON_NODE).")
    var node: String?

    @Option(name: .shortAndLong, help: "How to print: text or json.")
    var output = OutputForm.text

    func client() throws -> NodeClient {
        let environment = ProcessInfo.processInfo.environment
        return NodeClient(try NodeAddress(node ?? environment["DAON_NODE"] ?? "tcp://127.0.0.1:26657"))
    }
}

/// Where the keys are, and how their passphrases are found.
struct KeyringOptions: ParsableArguments {
    @OptionGroup var home: HomeOptions

    @Option(
        name: .customLong("passphrase-file"),
        help: "A file whose first line is the passphrase (or DAON_KEYRING_PASSPHRASE; else it is asked for).")
    var passphraseFile: String?

    var keyring: Keyring { Keyring(home: home.directory.path) }

    /// The passphrase of an existing key.
    func passphrase(of name: String) throws(KeyringError) -> SecretBytes {
        if let given = try given() { return given }
        guard let asked = PassphrasePrompt.ask("Passphrase of key \(name): ") else { throw .noPassphrase(name) }
        return asked
    }

    /// A passphrase for a new key, asked for twice at a terminal.
    func newPassphrase(for name: String) throws -> SecretBytes {
        if let given = try given() { return given }
        guard let first = PassphrasePrompt.ask("Passphrase for key \(name), at least 8 characters: ") else {
            throw CommandError(
                description: "there is no terminal to ask for a passphrase: give --passphrase-file FILE or "
                    + "DAON_KEYRING_PASSPHRASE, or --no-passphrase to keep the key unencrypted")
        }
        if first.count < 8 {
            throw CommandError(description: "the passphrase is too short: give at least 8 characters")
        }
        guard let second = PassphrasePrompt.ask("Once more: "), first == second else {
            throw CommandError(description: "the two passphrases differ; nothing was changed")
        }
        return first
    }

    private func given() throws(KeyringError) -> SecretBytes? {
        if let passphraseFile {
            guard let line = PassphrasePrompt.line(fromFile: passphraseFile) else {
                throw .passphraseFile(passphraseFile)
            }
            return line
        }
        guard let text = ProcessInfo.processInfo.environment["DAON_KEYRING_PASSPHRASE"] else { return nil }
        return SecretBytes(utf8: text)
    }

    /// The account that a text names: an address, or a key of the keyring.
    func account(_ text: String) throws -> AccountAddress { try home.account(text) }
}

extension HomeOptions {
    /// The account that a text names: an address, or a key of the keyring.
    func account(_ text: String) throws -> AccountAddress {
        if text.hasPrefix("\(AccountAddress.prefix)1") { return try AccountAddress(ByteString(text)) }
        return try Keyring(home: directory.path).entry(text).address
    }
}

/// How a transaction is signed and sent.
struct SendingOptions: ParsableArguments {
    @OptionGroup var node: NodeOptions
    @OptionGroup var keys: KeyringOptions

    @Option(help: "The key that signs; `daon-node keys list` shows them.")
    var from: String

    @Flag(inversion: .prefixedNo, help: "Wait until the transaction is in a block.")
    var wait = true

    @Option(name: .customLong("wait-seconds"), help: "How long to wait at most.")
    var waitSeconds = 30

    @Flag(help: "Let several transactions be under way at once, in any order.")
    var unordered = false

    @Option(help: "The gas limit; by default what a simulation uses.")
    var gas: UInt64?

    @Option(help: "What to offer for the transaction, as in 100stake.")
    var fees: String?

    func sender(unordered isUnordered: Bool? = nil) throws -> TransactionSender {
        if waitSeconds < 1 { throw CommandError(description: "--wait-seconds \(waitSeconds): expected at least 1") }
        let fees = try fees.map { [try Coin(ByteString($0))] } ?? []
        let client = try node.client()
        // Before the passphrase is asked for: whether there is a node at all.
        let status = try client.status()
        let key = try keys.keyring.privateKey(from) { () throws(KeyringError) in try keys.passphrase(of: from) }
        return TransactionSender(
            node: client, key: key, chainID: status.chainID,
            options: TransactionSender.Options(gas: gas, fees: fees, isUnordered: isUnordered ?? unordered))
    }

    /// Sends the messages, waits if that is wanted, and prints what came of them.
    func send(_ messages: [RegistryMessage], by sender: TransactionSender, _ lines: [(String, JSONValue)] = []) throws {
        let hash = try sender.send(messages, now: SystemTime.now)
        guard wait else {
            node.output.show([("tx_hash", .text("\(hash)"))] + lines + [("status", .text("accepted"))])
            return
        }
        let found = try sender.wait(for: hash, seconds: waitSeconds)
        var result: [(String, JSONValue)] = [("status", .text("committed"))]
        if let outcome = found.registrations.first, outcome.isExisting { result = SendingOptions.existing(outcome) }
        node.output.show(
            [("tx_hash", .text("\(hash)")), ("height", .decimal(found.height.rawValue))] + lines + result
                + [("gas_used", .decimal(found.result.gasUsed))])
    }

    /// What is said of a work that was registered before.
    private static func existing(_ outcome: RegistrationOutcome) -> [(String, JSONValue)] {
        [
            ("status", .text("existing")), ("owner", .text(outcome.owner?.text ?? "")),
            ("registered_height", .decimal(outcome.height)),
            ("registered_tx", .text(outcome.transactionHash?.description ?? "")),
        ]
    }
}
