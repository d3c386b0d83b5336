package import Chain
package import Signer
import Wire

/// What a new home shall hold: a chain of one validator, or keys for a chain that is there already.
package struct NewHome: Sendable {
    /// The validator's power, as in homes that CometBFT makes.
    package static let usualPower: VotingPower = 10
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// nil when peers will give it.
    package let genesis: GenesisDocument?
    package let configuration: NodeConfiguration
    package let validatorKey: ValidatorKey
    package let nodeKey: NodeKey
    /// What `config/persistent_peers` shall hold.
    let persistentPeers: [String]

    /// - Parameters:
    ///   - time: When the chain begins.
    ///   - power: The validator's; what the application's part says of it, if it does.
    ///   - appState: The application's part of the genesis.
    ///   - configuration: Its files and folders are at their usual places, whatever it says of them.
    package init(
        chainID: ChainID, time: Timestamp, faultModel: FaultModel = .byzantine, configuration: NodeConfiguration,
        validatorKey: ValidatorKey = .generate(), nodeKey: NodeKey = .generate(),
        power: VotingPower = usualPower, appState: [UInt8] = []
    ) {
        var parameters = ConsensusParameters()
        parameters.faultModel = faultModel
        genesis = GenesisDocument(
            time: time, chainID: chainID, consensusParameters: parameters,
            validators: [GenesisValidator(publicKey: validatorKey.publicKey, power: power)], appState: appState)
        self.configuration = NewHome.withUsualPlaces(configuration)
        self.validatorKey = validatorKey
        self.nodeKey = nodeKey
        persistentPeers = []
    }

    /// A home of a chain that is there already, such as one that goes on from an export. Its validators are those of the
    /// genesis.
    package init(
        genesis: GenesisDocument, configuration: NodeConfiguration, validatorKey: ValidatorKey = .generate(),
        nodeKey: NodeKey = .generate()
    ) {
        self.genesis = genesis
        self.configuration = NewHome.withUsualPlaces(configuration)
        self.validatorKey = validatorKey
        self.nodeKey = nodeKey
        persistentPeers = []
    }

    /// A home of a chain that is there already and whose genesis peers will give: the persistent ones, which get a file of
    /// their own.
    package init(joiningWith configuration: NodeConfiguration) {
        genesis = nil
        validatorKey = .generate()
        nodeKey = .generate()
        persistentPeers = configuration.peers.persistentPeers
        var configuration = configuration
        configuration.peers.persistentPeers = []
        self.configuration = NewHome.withUsualPlaces(configuration)
    }

    private static func withUsualPlaces(_ configuration: NodeConfiguration) -> NodeConfiguration {
        let usual = NodeConfiguration()
        var configuration = configuration
        configuration.dataFolder = usual.dataFolder
        configuration.genesisFile = usual.genesisFile
        configuration.validatorKeyFile = usual.validatorKeyFile
        configuration.signStateFile = usual.signStateFile
        configuration.nodeKeyFile = usual.nodeKeyFile
        configuration.peers.addressBookFile = usual.peers.addressBookFile
        return configuration
    }

    /// A name for a chain that got none: `daon-` and six letters or digits.
    package static func chainID(using generator: inout some RandomNumberGenerator) -> ChainID {
        var name = Array("daon-".utf8)
        for _ in 0..<6 { name.append(letters[Int.random(in: letters.indices, using: &generator)]) }
        return ChainID(ByteString(name))
    }
}
