import ArgumentParser
import Foundation
import WideAreaNetwork

/// What the command line says.
struct Options {
    var node: String
    var delayLine: String
    var folder: String
    var isCrash: Bool
    /// The largest block of a new chain; nil for the usual one.
    var blockBytes: Int?
    var settings: [String]
}

/// Plays a chain between datacenters for a person.
@main
struct DatacentersProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datacenters",
        abstract: "Three datacenters and a witness on this machine, far from each other.",
        discussion: """
            In a terminal it shows a table and takes keys. Otherwise it reads commands from standard input, a line each \
            (\(Command.summary)), and writes what it sees after each. It needs root and /dev/net/tun.
            """)

    @Option(help: "The node's program.")
    var node = ".build/release/daon-node"

    @Option(help: "The delay line's program.")
    var delayLine = ".build/release/delay-line"

    @Option(help: "Where the homes are; made when it is not there.")
    var folder = "./.daon-datacenters"

    @Option(help: "`byzantine`: three and a witness. `crash`: just three.")
    var faultModel = "byzantine"

    @Option(help: "The largest block of a new chain, in bytes.")
    var blockBytes: Int?

    @Argument(parsing: .postTerminator, help: "Settings for every node, as flags of `daon-node start`.")
    var settings: [String] = []

    func run() throws {
        guard ["byzantine", "crash"].contains(faultModel) else {
            throw ValidationError("--fault-model \(faultModel): choose byzantine or crash")
        }
        if geteuid() != 0 { throw ValidationError("networks of their own need root: run this with sudo") }
        let network = try Network(
            Options(
                node: path(node), delayLine: path(delayLine), folder: path(folder), isCrash: faultModel == "crash",
                blockBytes: blockBytes,
                settings: settings))
        let keyboard = Keyboard()
        defer {
            keyboard.restore()
            network.end()
        }
        try network.start()
        let player = Player(network, keyboard)
        if keyboard.isTerminal { try player.play() } else { try player.read() }
    }

    private func path(_ text: String) -> String { URL(filePath: text).standardizedFileURL.path }
}
