import Chain
import Files
import Foundation
import Logging
import NodeRuntime
import NodeSettings
import P2P
import Signer

// A node that joins a chain: it has no genesis, and gets one from the peers that it was given.
extension Start {
    /// Makes the home of a node that joins, when there is none.
    func makeHomeIfJoining(_ flags: CommandLineSettings) throws {
        let home = options.directory
        if try Folder.entry(at: home.configurationFile) != .absent { return }
        let configuration = try NodeConfiguration.read(
            nil, environment: ProcessInfo.processInfo.environment, flags: flags
        ).configuration
        if try Folder.entry(at: home.files(configuration).genesis) != .absent { return }
        if try home.persistentPeers(configuration).isEmpty && genesis.url == nil { return }
        _ = try PeerNetworkSettings(configuration)  // what is wrong with them is said before anything is made
        if case .created = try home.initialize(NewHome(joiningWith: configuration)) {
            Terminal.say("Made \(home.path) with new keys; its genesis comes from the chain.")
        }
    }

    /// Takes the peers that the environment names into the file of persistent peers, and says so.
    func mergePeers(_ log: Logger) throws {
        let text = ProcessInfo.processInfo.environment["PERSISTENT_PEERS"] ?? ""
        let peers = PersistentPeersFile.peers(of: text)
        if peers.isEmpty { return }
        for peer in try options.directory.persistentPeersFile.merge(peers) {
            log.info("PERSISTENT_PEERS: new in config/persistent_peers", metadata: ["peer": "\(peer)"])
        }
    }

    /// Sees to it that there is a genesis, and that it is the one that was asked for.
    ///
    /// - Returns: false when the node was told to stop before.
    func obtainGenesis(
        _ configuration: NodeConfiguration, _ signals: ProcessSignals, _ log: Logger
    ) async throws -> Bool {
        let files = options.directory.files(configuration)
        if try Folder.entry(at: files.genesis) != .absent {
            try genesis.check(Genesis.read(files.genesis, now: SystemClock().now().wall), from: files.genesis)
            return true
        }
        let document: GenesisDocument
        if let url = genesis.url {
            document = try genesis.download(url).document
            log.info("fetched the genesis", metadata: ["url": "\(url)", "chain_id": "\(document.chainID)"])
        } else if !configuration.peers.persistentPeers.isEmpty {
            let node = JoiningNode(
                nodeKey: try NodeKey.read(files.nodeKey).0, moniker: configuration.moniker,
                announcedAddress: configuration.peers.externalAddress.isEmpty
                    ? configuration.peers.listenAddress : configuration.peers.externalAddress,
                network: try PeerNetworkSettings(configuration, for: .joining), chainID: genesis.wantedChain)
            let fetched = try await signals.untilStopped(log) { try await GenesisFetch.run(node, log: log) }
            guard let fetched else { return false }
            document = fetched
        } else {
            return true  // that it is missing is said by who needs it
        }
        try Genesis.write(document, to: files.genesis)
        return true
    }
}
