import ArgumentParser
import Chain
import JSON
import NodeSettings
import Signer
import Wire

/// Prints the node's name among its peers.
struct ShowNodeID: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-node-id", abstract: "Print this node's id.", aliases: ["show_node_id"])

    @OptionGroup var options: HomeOptions

    func run(with flags: CommandLineSettings) async throws {
        let files = options.directory.files(try options.settings(flags))
        Terminal.say("\(try NodeKey.read(files.nodeKey).key.id)")
    }
}

/// Prints the validator's public key.
struct ShowValidator: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-validator", abstract: "Print this validator's public key.", aliases: ["show_validator"])

    @OptionGroup var options: HomeOptions

    func run(with flags: CommandLineSettings) async throws {
        let files = options.directory.files(try options.settings(flags))
        let key = try ValidatorKey.read(files.validatorKey).key
        Terminal.say("\(key.publicKey.json)")
    }
}

/// Prints a new validator's key, private part included.
struct GenerateValidator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gen-validator", abstract: "Print a new validator key, with its private part.",
        aliases: ["gen_validator"])

    @OptionGroup var options: UnusedHomeOptions

    func run() throws {
        // CometBFT prints its signer's whole memory, of which a new one has nothing yet.
        let signer = JSONValue.members(
            ("Key", ValidatorKey.generate().exportedJSON), ("LastSignState", SignState.start.json))
        Terminal.say(String(decoding: signer.serialized(), as: UTF8.self))
    }
}
