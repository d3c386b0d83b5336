import ArgumentParser
import Chain
import Foundation
import Keyring
import NodeRuntime
import NodeSettings
import P2P
import Signer
import Wire

/// Makes a home: keys, settings, and the genesis of a chain of one validator; none where peers are named, whose chain it is
/// then to be on.
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

    @Option(
        name: .customLong("import"),
        help: "A genesis, such as `daon-node export` writes: the home's chain goes on from its state.")
    var importedFile: String?

    func run(with flags: CommandLineSettings) async throws {
        guard let model = FaultModel(rawValue: faultModel) else {
            throw CommandError(description: "--fault-model \(faultModel): choose byzantine or crash")
        }
        let environment = ProcessInfo.processInfo.environment
        var configuration = try NodeConfiguration.read(nil, environment: environment, flags: flags).configuration
        if let moniker { configuration.moniker = moniker }
        // An empty variable is as good as none, so that a compose file may name it.
        let variable = environment["CHAIN_ID"].flatMap { $0.isEmpty ? nil : $0 }
        let name = (chainID ?? variable).map { ChainID(ByteString($0)) }
        let home = options.directory
        let new: NewHome
        if let importedFile {
            new = NewHome(genesis: try genesis(of: importedFile, chainID: name), configuration: configuration)
        } else if !configuration.peers.persistentPeers.isEmpty {
            _ = try PeerNetworkSettings(configuration)  // what is wrong with them is said before anything is made
            new = NewHome(joiningWith: configuration)
        } else {
            var generator = SystemRandomNumberGenerator()
            let chain = name ?? NewHome.chainID(using: &generator)
            let validatorKey = ValidatorKey.generate(), nodeKey = NodeKey.generate()
            let appState = try FirstValidator(home: home, chainID: chain, configuration: configuration).appState(
                validatorKey, nodeKey, environment)
            new = NewHome(
                chainID: chain, time: SystemClock().now().wall, faultModel: model, configuration: configuration,
                validatorKey: validatorKey, nodeKey: nodeKey,
                power: appState.isEmpty ? NewHome.usualPower : FirstValidator.power, appState: appState)
        }
        switch try home.initialize(new) {
        case .created: try tell(new, isImported: importedFile != nil)
        case .complete: Terminal.say("\(home.path) is there already; nothing was changed.")
        }
    }

    /// Says what was made, and what comes next.
    private func tell(_ new: NewHome, isImported: Bool) throws {
        let home = options.directory
        guard let genesis = new.genesis else {
            return Terminal.say(
                "Made \(home.path): node \(new.nodeKey.id). Peers are named, so no chain was made: the genesis comes from "
                    + "them.\nNext: daon-node start --home \(home.path)")
        }
        Terminal.say("Made \(home.path): chain \(genesis.chainID), node \(new.nodeKey.id).")
        if isImported {
            if !genesis.validators.contains(where: { $0.publicKey == new.validatorKey.publicKey }) {
                Terminal.say(
                    "The validators are those of the export: copy priv_validator_key.json of one of them to "
                        + "\(home.path)/config, if this node is to be one.")
            }
        } else if !genesis.appState.isEmpty {
            let account = try Keyring(home: home.path).entry(FirstValidator.keyName).address
            Terminal.say(
                "Its operator is \(account). Write down the words of its key: "
                    + "daon-node keys reveal \(FirstValidator.keyName) --home \(home.path)")
        }
        Terminal.say("Next: daon-node start --home \(home.path)")
    }

    /// The genesis to go on from.
    private func genesis(of file: String, chainID: ChainID?) throws -> GenesisDocument {
        let document = try Genesis.read(file, now: SystemClock().now().wall).document
        if let chainID, chainID != document.chainID {
            throw CommandError(description: "\(file) is of chain \(document.chainID), not of \(chainID)")
        }
        return document
    }
}
