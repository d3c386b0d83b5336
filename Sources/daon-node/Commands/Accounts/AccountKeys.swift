import ArgumentParser
import Cryptography
import Foundation
import JSON
import Keyring
import NodeSettings
import Transactions
import Wire

/// Account keys of a home.
struct AccountKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Account keys: make, list, import and reveal them; all keys: back them up.",
        discussion: "Keys lie in HOME/keyring, a file each. They sign transactions; the validator's key is another.",
        subcommands: [
            AddKey.self, ListKeys.self, ShowKey.self, ImportKey.self, RevealKey.self, DeleteKey.self,
            BackupKeys.self, RestoreKeys.self,
        ])
}

extension KeyEntry {
    var members: [(String, JSONValue)] {
        [
            ("name", .text(name)), ("address", .text(address.text)),
            ("pubkey", .base64(publicKey.bytes)), ("encrypted", .bool(isEncrypted)),
        ]
    }
}

/// How the answer of a command on keys is printed.
struct KeyOutputOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "How to print: text or json.")
    var output = OutputForm.text

    // Scripts of the Cosmos SDK give it with every command on keys.
    @Option(name: .customLong("keyring-backend"), help: .hidden)
    var keyringBackend: String?
}

struct AddKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a new key.",
        discussion: "The key is made from 24 words. `daon-node keys reveal NAME` shows them: write them down.")

    @Argument(help: "What to call the key.")
    var name: String

    @Flag(name: .customLong("no-passphrase"), help: "Keep the key unencrypted: whoever reads its file has it.")
    var noPassphrase = false

    @OptionGroup var keys: KeyringOptions
    @OptionGroup var output: KeyOutputOptions

    func run() throws {
        let entry = try keys.add(name, Mnemonic.generate(), noPassphrase: noPassphrase)
        output.output.show(entry.members)
        if output.output == .text {
            Terminal.note("Write its words down and keep them safe: daon-node keys reveal \(name)")
        }
    }
}

struct ImportKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a key from its words.",
        discussion: "The words are asked for, or come from standard input or --file; never from the command line.")

    @Argument(help: "What to call the key.")
    var name: String

    @Option(help: "A file whose first line is the 12 to 24 words.")
    var file: String?

    @Flag(name: .customLong("no-passphrase"), help: "Keep the key unencrypted: whoever reads its file has it.")
    var noPassphrase = false

    @OptionGroup var keys: KeyringOptions
    @OptionGroup var output: KeyOutputOptions

    func run() throws {
        let words: SecretBytes?
        if let file {
            words = PassphrasePrompt.line(fromFile: file)
        } else if isatty(0) == 1 {
            words = PassphrasePrompt.ask("The words of key \(name): ")
        } else {
            words = PassphrasePrompt.line(from: 0)
        }
        guard let words else { throw CommandError(description: "no words were given: nothing was changed") }
        output.output.show(try keys.add(name, Mnemonic(words), noPassphrase: noPassphrase).members)
    }
}

extension KeyringOptions {
    func add(_ name: String, _ mnemonic: Mnemonic, noPassphrase: Bool) throws -> KeyEntry {
        if noPassphrase && passphraseFile != nil {
            throw CommandError(description: "--no-passphrase and --passphrase-file exclude each other")
        }
        try keyring.checkNew(name)
        return try keyring.add(name, mnemonic, noPassphrase ? .none : .passphrase(newPassphrase(for: name)))
    }
}

struct ListKeys: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the keys.")

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: KeyOutputOptions

    func run() throws {
        let keyring = Keyring(home: home.directory.path)
        let entries = try keyring.entries()
        if entries.isEmpty && output.output == .text {
            Terminal.say("No keys in \(keyring.folder); make one with: daon-node keys add NAME")
        } else {
            output.output.show(list: entries.map(\.members))
        }
    }
}

struct ShowKey: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a key's address.")

    @Argument(help: "The key's name.")
    var name: String

    @Flag(name: [.customShort("a"), .customLong("address")], help: "Print the address alone.")
    var addressOnly = false

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: KeyOutputOptions

    func run() throws {
        let entry = try Keyring(home: home.directory.path).entry(name)
        if addressOnly { Terminal.say(entry.address.text) } else { output.output.show(entry.members) }
    }
}

struct RevealKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reveal", abstract: "Show a key's words: whoever has them has the key.")

    @Argument(help: "The key's name.")
    var name: String

    @OptionGroup var keys: KeyringOptions

    func run() throws {
        let mnemonic = try keys.keyring.mnemonic(name) { () throws(KeyringError) in try keys.passphrase(of: name) }
        Terminal.note("These words are the key \(name). Write them on paper; show them to nobody.")
        mnemonic.withExportedPhrase { Terminal.say(String(decoding: $0, as: UTF8.self)) }
    }
}

struct DeleteKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a key for good.", aliases: ["remove"])

    @Argument(help: "The key's name.")
    var name: String

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @OptionGroup var keys: KeyringOptions

    func run() throws {
        let entry = try keys.keyring.entry(name)
        if !yes {
            guard isatty(0) == 1 else {
                throw CommandError(description: "nothing was deleted: give --yes to delete \(name) without a terminal")
            }
            Terminal.note(
                "Without its words, key \(name) (\(entry.address)) is lost for ever. Type its name to delete it:")
            if readLine() != name { throw CommandError(description: "nothing was deleted") }
        }
        try keys.keyring.delete(name)
        Terminal.say("Deleted key \(name) (\(entry.address)).")
    }
}
