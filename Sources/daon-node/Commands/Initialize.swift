import ArgumentParser
import Chain
import Cryptography
import Files
import Foundation
import JSON
import Keyring
import NodeRuntime
import NodeSettings
import Signer
import Transactions
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
        let chain = name.map { ChainID(ByteString($0)) } ?? NewHome.chainID(using: &generator)
        let home = options.directory
        let isRegistry = configuration.applicationAddress == Initialize.registryName
        let validatorKey = ValidatorKey.generate(), nodeKey = NodeKey.generate()
        var appState: [UInt8] = []
        if isRegistry, try Folder.entry(at: home.configurationFile) == .absent {
            appState = try registryGenesis(
                chain, validatorKey: validatorKey, nodeKey: nodeKey, configuration, environment)
        }
        let new = NewHome(
            chainID: chain, time: SystemClock().now().wall, faultModel: model, configuration: configuration,
            validatorKey: validatorKey, nodeKey: nodeKey, appState: appState)
        switch try home.initialize(new) {
        case .created:
            Terminal.say("Made \(home.path): chain \(new.genesis.chainID), node \(new.nodeKey.id).")
            if isRegistry {
                let account = try Keyring(home: home.path).entry(Initialize.keyName).address
                Terminal.say(
                    "Operator: \(account); read its words once with: daon-node keys reveal \(Initialize.keyName)")
                Terminal.say("Next: daon-node start --home \(home.path)")
            } else {
                Terminal.say(
                    "Next: daon-node start --home \(home.path) --proxy_app \(configuration.applicationAddress)")
            }
        case .complete:
            Terminal.say("\(home.path) is there already; nothing was changed.")
        }
    }

    /// What `proxy_app` calls the registry.
    static let registryName = "daon"
    /// The account key that operates the first validator.
    static let keyName = "validator"

    /// `app_state` of a chain whose first validator is this home's, and the key that operates it.
    ///
    /// The key is made first: a home without it could never move its bond, and one that an interrupted call has left
    /// is used again.
    private func registryGenesis(
        _ chainID: ChainID, validatorKey: ValidatorKey, nodeKey: NodeKey, _ configuration: NodeConfiguration,
        _ environment: [String: String]
    ) throws -> [UInt8] {
        let keyring = Keyring(home: options.directory.path)
        let passphrase = environment["DAON_KEYRING_PASSPHRASE"].map { SecretBytes(utf8: $0) }
        if try !keyring.names().contains(Initialize.keyName) {
            try keyring.add(
                Initialize.keyName, .generate(), passphrase.map { .passphrase($0) } ?? .none)
        }
        let operatorKey = try keyring.privateKey(Initialize.keyName) { () throws(KeyringError) in
            guard let passphrase else { throw .noPassphrase(Initialize.keyName) }
            return passphrase
        }
        let api = try environment["API_MNEMONIC"].flatMap { words in
            words.isEmpty
                ? nil : AccountAddress(.secp256k1(try Mnemonic(SecretBytes(utf8: words)).privateKey.publicKey))
        }
        guard case .ed25519(let consensusKey) = validatorKey.publicKey else { return [] }
        let external = configuration.peers.externalAddress
        let genesis = RegistryGenesis(
            chainID: chainID, operatorKey: operatorKey, consensusKey: consensusKey,
            moniker: ByteString(configuration.moniker),
            memo: external.isEmpty ? "" : ByteString("\(nodeKey.id)@\(external)"), apiAccount: api)
        return try genesis.appState().serialized()
    }
}

extension SecretBytes {
    /// The text's UTF-8.
    convenience init(utf8 text: String) {
        self.init(count: text.utf8.count) { memory in
            for (index, byte) in text.utf8.enumerated() { memory[index] = byte }
        }
    }
}
