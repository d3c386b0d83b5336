import ArgumentParser
import Files
import NodeSettings
import Signer
import Store

/// Forgets the chain, and what was signed.
struct UnsafeResetAll: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsafe-reset-all",
        abstract: "Remove all data and forget what was signed; keys, genesis and settings stay.",
        aliases: ["unsafe_reset_all"])

    @OptionGroup var options: HomeOptions

    @Flag(name: .customLong("keep-addr-book"), help: "Keep the address book.")
    var keepsAddressBook = false

    func run(with flags: CommandLineSettings) async throws {
        let configuration = try options.settings(flags)
        let files = options.directory.files(configuration)
        // No node may be running here.
        let lock = try DataFolder(files.dataFolder)
        try options.directory.unsafeReset(configuration, keepsAddressBook: keepsAddressBook)
        Terminal.say("Removed the data in \(lock.path); the key starts as if it had signed nothing.")
    }
}

/// Forgets what was signed.
struct UnsafeResetPrivValidator: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsafe-reset-priv-validator",
        abstract: "Forget what this key has signed. Only when no other node has ever run with it.",
        aliases: ["unsafe_reset_priv_validator"])

    @OptionGroup var options: HomeOptions

    func run(with flags: CommandLineSettings) async throws {
        let files = options.directory.files(try options.settings(flags))
        let lock = try DataFolder(files.dataFolder)
        try SignStateFile.replace(files.signState, with: .start)
        try KeyRestoration.waived.write(besides: files.signState)
        Terminal.say("The key starts as if it had signed nothing; the chain in \(lock.path) is kept.")
    }
}
