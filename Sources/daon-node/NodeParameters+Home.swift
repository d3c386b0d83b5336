import Chain
import Consensus
import Engine
import Files
import Mempool
import NodeRuntime
import NodeSettings
import P2P
import RPC
import Signer

extension NodeParameters {
    /// Reads what the node is made of; each error names the file, the field and what to do.
    static func read(
        _ home: HomeDirectory, _ configuration: NodeConfiguration
    ) throws -> (parameters: NodeParameters, warnings: [FileWarning]) {
        let application = try configuration.builtInApplication()
        try refuseWhatIsNotThere(configuration)
        let files = home.files(configuration)
        let genesis = try Genesis.read(files.genesis, now: SystemClock().now().wall).document
        let (nodeKey, nodeWarnings) = try NodeKey.read(files.nodeKey)
        let (validatorKey, keyWarnings) = try ValidatorKey.read(files.validatorKey)
        var parameters = NodeParameters(
            dataFolder: files.dataFolder, genesis: genesis, application: application, nodeKey: nodeKey,
            validatorKey: validatorKey,
            signStatePath: files.signState, moniker: configuration.moniker,
            externalAddress: configuration.peers.externalAddress,
            network: try PeerNetworkSettings(configuration),
            engine: EngineSettings(configuration, signing: validatorKey),
            rpc: try rpc(configuration.rpc), rpcLimits: RPCLimits(configuration.rpc),
            broadcastTimeout: configuration.rpc.broadcastCommitTimeout)
        parameters.allowsUnsafeRPC = configuration.rpc.allowsUnsafe
        parameters.exchange = try PeerExchangeParameters(configuration.peers, path: files.addressBook)
        parameters.engine.privatePeers = try configuration.peers.privatePeers()
        parameters.stateCacheBytes = configuration.storage.stateCacheBytes
        parameters.api = try api(configuration, application)
        parameters.checkpoints = try checkpoints(configuration, application, files)
        if application == .registry { parameters.servedCheckpoints = CheckpointFolder(files.checkpoints) }
        parameters.metrics = try MetricsSettings(configuration.instrumentation)
        return (parameters, nodeWarnings + keyWarnings)
    }

    /// Settings that this version reads and cannot follow: going on without them could do harm.
    private static func refuseWhatIsNotThere(_ configuration: NodeConfiguration) throws {
        let wanted = [
            (!configuration.remoteSignerAddress.isEmpty, "priv_validator_laddr", "a remote signer"),
            (!configuration.rpc.tlsCertificateFile.isEmpty, "rpc.tls_cert_file", "HTTPS"),
        ]
        for (isWanted, key, name) in wanted where isWanted {
            throw CommandError(description: "\(key): this version has no \(name); leave the setting empty")
        }
    }

    private static func rpc(_ settings: RPCSettings) throws -> RPCServerSettings? {
        if settings.listenAddress.isEmpty { return nil }
        var server = RPCServerSettings(address: try RPC.ListenAddress(settings.listenAddress))
        server.connectionsMaximum = settings.connectionsMaximum
        server.headerBytesMaximum = settings.headerBytesMaximum
        return server
    }

    /// When checkpoints are made, if they are.
    private static func checkpoints(
        _ configuration: NodeConfiguration, _ application: BuiltInApplication, _ files: HomeFiles
    ) throws -> CheckpointParameters? {
        let settings = configuration.checkpoint
        if settings.interval == 0 { return nil }
        if application != .registry {
            throw CommandError(
                description: "checkpoint.interval: checkpoints are the application daon's; leave it 0 with "
                    + "--proxy_app \(application.rawValue)")
        }
        return CheckpointParameters(
            interval: settings.interval, folder: CheckpointFolder(files.checkpoints), keep: settings.keep)
    }

    /// The REST interface listens elsewhere than the RPC, and is bounded as that is.
    private static func api(
        _ configuration: NodeConfiguration, _ application: BuiltInApplication
    ) throws -> RPCServerSettings? {
        let text = configuration.api.address
        if text.isEmpty { return nil }
        if application != .registry {
            throw CommandError(
                description: "api.address: the REST interface is the application daon's; leave it empty with "
                    + "--proxy_app \(application.rawValue)")
        }
        let address = text.contains("://") ? text : "tcp://\(text)"
        guard let listened = try? RPC.ListenAddress(address) else {
            throw CommandError(
                description: "api.address \(text): expected tcp://host:port, as in tcp://127.0.0.1:1317, or unix://path"
            )
        }
        var server = RPCServerSettings(address: listened)
        server.connectionsMaximum = configuration.rpc.connectionsMaximum
        server.headerBytesMaximum = configuration.rpc.headerBytesMaximum
        return server
    }
}

extension MetricsSettings {
    /// nil when none are to be served.
    init?(_ settings: InstrumentationSettings) throws {
        if !settings.servesPrometheus { return nil }
        let address = settings.prometheusListenAddress
        let text = address.contains("://") ? address : "tcp://\(address)"
        guard case .tcp(let host, let port)? = try? RPC.ListenAddress(text) else {
            throw CommandError(
                description:
                    "instrumentation.prometheus_listen_addr \(address): expected host:port, or :port for every "
                    + "address of this machine")
        }
        self.init(
            host: host, port: port, connectionsMaximum: settings.connectionsMaximum, namespace: settings.namespace)
    }
}

extension NodeConfiguration {
    /// The application that `proxy_app` names.
    func builtInApplication() throws -> BuiltInApplication {
        if let application = BuiltInApplication(name: applicationAddress) { return application }
        throw CommandError(
            description: "proxy_app \(applicationAddress): this version runs applications that are built in: "
                + "give --proxy_app daon or --proxy_app kvstore")
    }
}

extension RPCLimits {
    init(_ settings: RPCSettings) {
        self.init()
        bodyBytesMaximum = settings.bodyBytesMaximum
        batchMaximum = settings.batchRequestsMaximum
    }
}

extension EngineSettings {
    init(_ configuration: NodeConfiguration, signing key: ValidatorKey) {
        self.init()
        let settings = configuration.consensus
        consensus.publicKey = key.publicKey
        consensus.timeouts.propose = settings.proposeTimeout
        consensus.timeouts.proposeDelta = settings.proposeTimeoutDelta
        consensus.timeouts.prevote = settings.prevoteTimeout
        consensus.timeouts.prevoteDelta = settings.prevoteTimeoutDelta
        consensus.timeouts.precommit = settings.precommitTimeout
        consensus.timeouts.precommitDelta = settings.precommitTimeoutDelta
        consensus.timeouts.commit = settings.commitTimeout
        consensus.skipsTimeoutCommit = settings.skipsCommitTimeout
        consensus.createsEmptyBlocks = settings.createsEmptyBlocks
        consensus.emptyBlocksInterval = settings.emptyBlocksInterval
        blockTimeTolerance = settings.blockTimeTolerance
        doubleSignCheckHeight = Int64(settings.doubleSignCheckHeight)
        // Who names peers may be behind them, and asks first.
        startsWithBlockSync = !configuration.peers.persistentPeers.isEmpty || !configuration.peers.seeds.isEmpty
        let pool = configuration.mempool
        mempool.countMaximum = pool.size
        mempool.bytesMaximum = Int64(pool.poolBytesMaximum)
        mempool.transactionBytesMaximum = pool.transactionBytesMaximum
        mempool.cacheSize = pool.cacheSize
        mempool.rechecks = pool.rechecks
        mempool.remembersInvalid = pool.keepsInvalidInCache
        mempool.lifetimeBlocks = Int64(pool.blocksToLive)
        mempool.lifetime = pool.timeToLive
    }
}
