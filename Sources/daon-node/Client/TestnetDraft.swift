import Chain
import Foundation
import NodeRuntime
import NodeSettings
import Signer
import Transactions
import Wire

/// The nodes of a new chain before their homes are written.
struct TestnetDraft {
    let homes: [HomeDirectory]
    private let configurations: [NodeConfiguration]
    private let validatorKeys: [ValidatorKey]
    private let nodeKeys: [NodeKey]
    /// Where peers find each: `id@host:port`.
    private let locations: [String]

    /// - Parameters:
    ///   - addresses: Where peers reach each node.
    ///   - callsPeers: Whether each calls all others.
    ///   - isLocal: Whether all run on this machine.
    ///   - usual: The settings that all have.
    init(
        homes: [HomeDirectory], addresses: [(host: String, port: Int)], callsPeers: Bool, isLocal: Bool,
        usual: NodeConfiguration
    ) {
        let nodeKeys = homes.map { _ in NodeKey.generate() }
        let locations = zip(nodeKeys, addresses).map { key, address in "\(key.id)@\(address.host):\(address.port)" }
        self.homes = homes
        self.nodeKeys = nodeKeys
        self.locations = locations
        validatorKeys = homes.map { _ in ValidatorKey.generate() }
        configurations = addresses.enumerated().map { number, address in
            var configuration = usual
            configuration.moniker = isLocal ? "node\(number)" : address.host
            // As CometBFT's testnet has them: these machines may share an address, and have none that all can reach.
            configuration.peers.isAddressBookStrict = false
            configuration.peers.allowsDuplicateIP = true
            configuration.peers.listenAddress = "tcp://\(isLocal ? "127.0.0.1" : "0.0.0.0"):\(address.port)"
            if isLocal { configuration.rpc.listenAddress = "tcp://127.0.0.1:\(address.port + 1)" }
            if isLocal && !usual.api.address.isEmpty {
                configuration.api.address = "tcp://127.0.0.1:\(address.port + 2)"
            }
            if callsPeers {
                configuration.peers.persistentPeers = locations.enumerated().filter { $0.offset != number }
                    .map(\.element)
            }
            return configuration
        }
    }

    /// The chain whose validators are the first of these nodes, with equal powers.
    ///
    /// - Parameter chainID: Made up when it is nil.
    func genesis(
        chainID: String?, _ parameters: ConsensusParameters, initialHeight: Height, validatorCount: Int
    ) throws -> GenesisDocument {
        var generator = SystemRandomNumberGenerator()
        let chainID = chainID.map { ChainID(ByteString($0)) } ?? NewHome.chainID(using: &generator)
        let environment = ProcessInfo.processInfo.environment
        var registered: [RegistryGenesis.Validator] = []
        for number in 0..<validatorCount {
            let first = FirstValidator(home: homes[number], chainID: chainID, configuration: configurations[number])
            if let validator = try first.validator(validatorKeys[number], memo: locations[number], environment) {
                registered.append(validator)
            }
        }
        let isRegistry = !registered.isEmpty
        return GenesisDocument(
            time: SystemClock().now().wall, chainID: chainID, initialHeight: initialHeight,
            consensusParameters: parameters,
            validators: validatorKeys.prefix(validatorCount).map { key in
                // CometBFT's testnet gives each a power of 1.
                GenesisValidator(publicKey: key.publicKey, power: isRegistry ? FirstValidator.power : 1)
            },
            appState: isRegistry ? try FirstValidator.appState(chainID, registered, environment) : [])
    }

    /// Writes the homes.
    func write(_ genesis: GenesisDocument) throws {
        for number in homes.indices {
            let new = NewHome(
                genesis: genesis, configuration: configurations[number], validatorKey: validatorKeys[number],
                nodeKey: nodeKeys[number])
            if case .complete = try homes[number].initialize(new) {
                throw CommandError(description: "\(homes[number].path) has been made by somebody else meanwhile")
            }
        }
    }
}
