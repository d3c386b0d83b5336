import ArgumentParser
import NodeRuntime
import NodeSettings

/// Prints what this program is.
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the version.")

    @Flag(name: .shortAndLong, help: "Print the versions of the protocols too.")
    var verbose = false

    @OptionGroup var options: UnusedHomeOptions

    func run() throws {
        Terminal.say(NodeVersion.full)
        if verbose {
            Terminal.say(
                "abci: \(NodeVersion.abci), block protocol: \(NodeVersion.blockProtocol), "
                    + "p2p protocol: \(NodeVersion.peerProtocol)")
        }
    }
}

/// Lists the settings that can be given as flags.
struct Settings: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the settings, as flags.")

    @OptionGroup var options: UnusedHomeOptions

    func run() throws {
        Terminal.say(CommandLineSettings.help)
    }
}
