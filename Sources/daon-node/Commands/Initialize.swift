import ArgumentParser
import Chain
import Foundation
import NodeRuntime
import NodeSettings
import Signer
import Wire

/// Makes a home: keys, settings, and the genesis of a chain of one validator.
struct Initialize: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a home with new keys and a chain of one validator.")

    @OptionGroup var options: HomeOptions

    @Argument(help: "What to call this node.")
    var moniker: String?

    @Option(name: .customLong("chain-id"), help: "The chain's name (or CHAIN_ID); made up when it is not given.")
    var chainID: String?

    @Option(
        name: .customLong("fault-model"),
        help: "`byzantine`: more than two thirds decide. `crash`: two thirds do, and no validator may lie.")
    var faultModel = "byzantine"

    func run(with flags: CommandLineSettings) async throws {
        guard let model = FaultModel(rawValue: faultModel) else {
            throw CommandError(description: "--fault-model \(faultModel): choose byzantine or crash")
        }
        let environment = ProcessInfo.processInfo.environment
        var configuration = try NodeConfiguration.read(nil, environment: environment, flags: flags).configuration
        if let moniker = moniker ?? environment["MONIKER"] { configuration.moniker = moniker }
        var generator = SystemRandomNumberGenerator()
        let name = chainID ?? environment["CHAIN_ID"]
        let new = NewHome(
            chainID: name.map { ChainID(ByteString($0)) } ?? NewHome.chainID(using: &generator),
            time: SystemClock().now().wall,
            faultModel: model, configuration: configuration)
        let home = options.directory
        switch try home.initialize(new) {
        case .created:
            Terminal.say("Made \(home.path): chain \(new.genesis.chainID), node \(new.nodeKey.id).")
            Terminal.say("Next: daon-node start --home \(home.path) --proxy_app kvstore")
        case .complete:
            Terminal.say("\(home.path) is there already; nothing was changed.")
        }
    }
}
