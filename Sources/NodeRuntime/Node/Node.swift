import ABCI
import Chain
import Consensus
import Cryptography
import Dispatch
import Engine
import Execution
import Files
package import Logging
import Monitoring
import P2P
package import PeerMessages
import PeerProtocol
import RESTGateway
package import RPC
import Recording
import Signer
import Store
import Synchronization
import Wire

/// A running node: storage, engine and RPC, put together and taken apart.
package final class Node: Sendable {
    /// Where the RPC listens; nil when it is off.
    package var rpcAddress: ListenAddress? { rpc?.address }

    /// Where the REST interface listens; nil when it is off.
    package var apiAddress: ListenAddress? { api?.address }

    private let runner: EngineRunner
    private let network: PeerNetwork
    private let exchange: PeerExchangeService?
    private let signer: FileSigner?
    private let rpc: RPCServer?
    private let api: RPCServer?
    private let metrics: MetricsServer?
    private let store: ChainStore
    private let checkpoints: CheckpointService?
    private let snapshots: SnapshotService?

    /// Opens the home, takes up the chain where it was, and serves.
    ///
    /// - Parameters:
    ///   - failed: Told when the node cannot go on; nothing leaves it from then on, and the process should end.
    /// - Throws: What keeps the node from starting; the text says what to do.
    package static func start(
        _ parameters: NodeParameters, log: Logger, failed: @escaping @Sendable (NodeError) -> Void
    ) async throws -> Node {
        if let path = parameters.recordingPath { try RecordingFile.check(path) }
        let logPath = "\(parameters.dataFolder)/consensus.log"
        if parameters.validatorKey != nil, try Files.Folder.entry(at: logPath) == .absent {
            // Only the state file says what was signed: one that is broken ends the start before anything is made.
            _ = try SignStateFile.read(parameters.signStatePath)
        }
        let folder = try DataFolder(parameters.dataFolder)
        let store = try ChainStore(in: folder)
        let stored = try StoredChain(store, parameters.genesis)
        let application = try stored.application(parameters.application, cacheBytes: parameters.stateCacheBytes)
        let info = try application.info(RequestInfo(version: ByteString(NodeVersion.comet)))
        if info.lastBlockHeight != stored.state.lastBlockHeight {
            throw NodeError.applicationHeight(
                application: info.lastBlockHeight.rawValue, chain: stored.state.lastBlockHeight.rawValue)
        }
        let state = stored.state.with(applicationVersion: info.appVersion)

        let directory = try PosixLogDirectory(logPath)
        let consensusLog = try ConsensusLog(directory, committed: state.lastBlockHeight)
        let recovered = try RecoveredLog(consensusLog, chainID: state.chainID)
        if let cut = recovered.cut { log.notice("cut a torn end off the consensus log", metadata: ["place": "\(cut)"]) }
        let signer = try parameters.validatorKey.map { key in
            try FileSigner(key: key, statePath: parameters.signStatePath, logged: recovered.signState)
        }
        for warning in signer?.warnings ?? [] { log.warning("\(warning)") }
        let restored = try RestoredKey(
            besides: parameters.signStatePath, position: signer?.lastSigned, height: state.lastBlockHeight)

        var engine = parameters.engine
        let origin = try HomeOrigin(parameters.dataFolder)
        engine.isCopiedHome = origin.isElsewhere
        // What the log reaches it knows; beyond, stored commits may know more than an old sign state.
        let committed = try signer.flatMap { signer in
            try StoredSignatures.last(
                of: signer.key.address, through: state.lastBlockHeight,
                in: max(parameters.engine.doubleSignCheckHeight, StoredSignatures.commitsMinimum), store)
        }
        let unaccounted = committed.flatMap { $0.height > consensusLog.heightReached && !restored.isWaived ? $0 : nil }

        let start = StartPoint(
            state: state, genesis: stored.isNew ? parameters.genesis : nil, lastCommit: stored.lastCommit,
            lastHeader: stored.lastMeta?.header, base: stored.firstMeta?.header.height ?? 0, records: recovered.records,
            nextPosition: LogPosition(consensusLog.nextSequence.rawValue),
            lastSigned: restored.lastSigned, keyIsRestored: restored.mustListen,
            committedSignature: unaccounted, pendingEvidence: stored.pendingEvidence,
            equivocations: stored.equivocations, resumedAfter: stored.resumedAfter,
            sharedLoss: stored.sharedLoss)
        let board = StatusBoard(earliest: stored.firstMeta, latest: stored.lastMeta, state: state)
        let journal = Journal(log: log)
        journal.write(board.promise(own: signer?.key.address, moniker: ByteString(parameters.moniker)))
        let toNetwork = Forwarder<NetworkRequest>()
        let gate = ReleaseGate(
            logged: LogPosition(consensusLog.nextSequence.rawValue).previous, committed: state.lastBlockHeight,
            released: { toNetwork.send(.flush(everything: false)) })
        let metrics = parameters.metrics.map {
            NodeMetrics(own: signer?.key.address, state, namespace: $0.namespace)
        }
        let lane = ApplicationLane(application, metrics: metrics)
        let hasFailed = Mutex(false)
        let fail: @Sendable (NodeError) -> Void = { error in
            let isFirst = hasFailed.withLock { value in
                defer { value = true }
                return !value
            }
            if isFirst { failed(error) }
        }
        let toEngine = Forwarder<Event>()
        let checkpoints = parameters.checkpoints.map {
            CheckpointService($0, store: store, genesis: parameters.genesis, log: log)
        }
        let lanes = RunnerLanes(
            clock: SystemClock(), gate: gate,
            log: LogLane(
                consensusLog, gate: gate,
                mirror: { state in
                    try signer?.mirror(state)
                    try origin.noteSigned()
                },
                fail: { fail(.storage("\($0)")) }),
            store: StoreLane(
                StoreOperations(
                    initialize: { state, changes in try store.initialize(state: state, changes: changes) },
                    commit: { blocks in try store.commit(blocks.map(BlockRecord.init)) }),
                done: { height in
                    lane.show(height) {
                        gate.committed(height)
                        toEngine.send(.committed(height: height))
                        checkpoints?.note(height)
                    }
                },
                fail: { fail(.storage("\($0)")) }),
            application: lane, signer: signer,
            archive: store, network: { toNetwork.send($0) }, recorder: try Node.recorder(parameters, engine, log),
            fail: { fail(.storage("\($0)")) })
        let runner = EngineRunner(
            settings: engine, start: start, lanes: lanes,
            publish: { publication in
                if case .block(let committed, _) = publication { board.note(committed) }
                journal.write(publication)
                do {
                    try restored.note(publication)
                } catch {
                    fail(.storage("\(error)"))
                }
                metrics?.note(publication, at: SystemClock().now().monotonic)
            }, stop: { fail(.stopped($0)) })
        toEngine.connect { runner.send($0) }

        let genesis = GenesisService(parameters.genesis) { toNetwork.send($0) }
        let snapshots = parameters.servedCheckpoints.map { folder in
            SnapshotService(
                folder, genesisHash: GenesisOffer(parameters.genesis).summary.hash, log: log,
                now: { SystemClock().now().monotonic }, network: { toNetwork.send($0) })
        }
        let local = Node.local(parameters, state)
        let network: PeerNetwork, exchange: PeerExchangeService?
        do {
            exchange = try parameters.exchange.map { exchange in
                try PeerExchangeService(
                    exchange, own: local.id, hasPeers: !parameters.network.director.persistentPeers.isEmpty, log: log)
            }
            network = try await Node.listen(
                parameters, local, runner, (genesis, snapshots, exchange), journal, board, metrics)
        } catch {
            runner.shutDown(until: .now() + .seconds(4))
            throw error
        }
        toNetwork.connect { $0.carryOut(by: network, countedBy: metrics) }
        exchange?.connect(network) { runner.peerViews().map { ($0.id, $0.voteCount + $0.partCount) } }
        let view = RunningNodeView(
            identity: local.info, publicKey: Node.publicKey(parameters),
            genesisInformation: GenesisInformation(parameters.genesis), externalAddress: parameters.externalAddress,
            broadcastTimeout: .nanoseconds(parameters.broadcastTimeout.rawValue), runner: runner, network: network,
            application: lane, store: store, board: board)
        do {
            let control = RunningPeerControl(network: network, exchange: exchange)
            let scraped = try await Node.serve(metrics, parameters.metrics, view, log)
            do {
                let rpc = try await Node.serve(parameters, view, control)
                do {
                    let api = try await Node.serveAPI(parameters, view)
                    return Node(
                        runner, network, exchange, signer, (rpc, api), scraped, store, (checkpoints, snapshots))
                } catch {
                    await rpc?.stop()
                    throw error
                }
            } catch {
                await scraped?.stop()
                throw error
            }
        } catch {
            exchange?.stop()
            await network.stop()
            runner.shutDown(until: .now() + .seconds(4))
            throw error
        }
    }

    private init(
        _ runner: EngineRunner, _ network: PeerNetwork, _ exchange: PeerExchangeService?, _ signer: FileSigner?,
        _ servers: (rpc: RPCServer?, api: RPCServer?), _ metrics: MetricsServer?, _ store: ChainStore,
        _ services: (checkpoints: CheckpointService?, snapshots: SnapshotService?)
    ) {
        self.runner = runner
        self.network = network
        self.exchange = exchange
        self.signer = signer
        rpc = servers.rpc
        api = servers.api
        self.metrics = metrics
        self.store = store
        checkpoints = services.checkpoints
        snapshots = services.snapshots
    }

    /// Takes these for the peers to be connected with always, and no others.
    package func keepConnected(with peers: [PeerLocation]) {
        network.keepOnly(peers)
    }

    /// Stops serving, finishes what is being made durable, and brings the sign state to the disk. Within five seconds.
    package func stop() async throws {
        await api?.stop()
        await rpc?.stop()
        exchange?.stop()
        await metrics?.stop()
        await network.stop()
        checkpoints?.stop()
        snapshots?.stop()
        runner.shutDown(until: .now() + .seconds(4))
        try signer?.synchronize()
    }

    // MARK: Parts

    /// Records into a new file, when that is asked for.
    private static func recorder(
        _ parameters: NodeParameters, _ engine: EngineSettings, _ log: Logger
    ) throws -> EventRecorder? {
        guard let path = parameters.recordingPath else { return nil }
        let file = try RecordingFile(path)
        log.info("recording", metadata: ["file": "\(path)"])
        return EventRecorder(
            RecordingHeader(software: "daon-node \(NodeVersion.full)", settings: engine),
            write: { try file.append($0) },
            ended: { reason in
                log.error(
                    "recording has ended before its time; the node goes on",
                    metadata: ["file": "\(path)", "reason": "\(reason)"])
            })
    }

    private static func serve(
        _ parameters: NodeParameters, _ view: RunningNodeView, _ control: RunningPeerControl
    ) async throws -> RPCServer? {
        guard let settings = parameters.rpc else { return nil }
        let others = parameters.allowsUnsafeRPC ? Route.controllingPeers(control) : []
        return try await RPCServer.start(
            settings,
            dispatcher: RPCDispatcher(view: view, routes: .standard(and: others), limits: parameters.rpcLimits))
    }

    private static func serveAPI(_ parameters: NodeParameters, _ view: RunningNodeView) async throws -> RPCServer? {
        guard let settings = parameters.api else { return nil }
        let gateway = Gateway(view: view, bodyBytesMaximum: parameters.rpcLimits.bodyBytesMaximum)
        do {
            return try await RPCServer.start(settings, dispatcher: gateway)
        } catch let error as RPCServerError {
            throw NodeError.apiAddress(error.reason)
        }
    }

    private static func serve(
        _ metrics: NodeMetrics?, _ settings: MetricsSettings?, _ view: RunningNodeView, _ log: Logger
    ) async throws -> MetricsServer? {
        guard let metrics, let settings else { return nil }
        let server: MetricsServer
        do {
            server = try await MetricsServer.start(
                host: settings.host, port: settings.port, connectionsMaximum: settings.connectionsMaximum,
                render: { await view.metricsText(metrics) })
        } catch {
            throw NodeError.metricsAddress(host: settings.host, port: settings.port, reason: "\(error)")
        }
        log.info("serving metrics", metadata: ["port": "\(server.port)"])
        return server
    }

    /// A node that does not sign shows its own key, as CometBFT makes one for it.
    private static func publicKey(_ parameters: NodeParameters) -> PublicKey {
        parameters.validatorKey?.publicKey ?? .ed25519(parameters.nodeKey.privateKey.publicKey)
    }

    private static func listen(
        _ parameters: NodeParameters, _ local: LocalNode, _ runner: EngineRunner,
        _ services: (genesis: GenesisService, snapshots: SnapshotService?, exchange: PeerExchangeService?),
        _ journal: Journal, _ board: StatusBoard, _ metrics: NodeMetrics?
    ) async throws -> PeerNetwork {
        try await PeerNetwork.start(
            local, parameters.network, seed: UInt64.random(in: .min ... .max), now: { SystemClock().now() },
            deliver: { events in
                for event in events {
                    journal.write(event)
                    board.note(event)
                    metrics?.note(event)
                }
                var rest = services.genesis.take(events)
                rest = services.snapshots?.take(rest) ?? rest
                runner.take(services.exchange?.take(rest) ?? rest)
            },
            notice: { notice in
                journal.write(notice)
                services.exchange?.take(notice)
            })
    }

    /// Who the node is among its peers, and to clients.
    private static func local(_ parameters: NodeParameters, _ state: ChainState) -> LocalNode {
        LocalNode(
            key: parameters.nodeKey.privateKey, chainID: state.chainID.text,
            faultModel: state.consensusParameters.faultModel, applicationVersion: state.version.consensus.app,
            listenAddress: ByteString(
                parameters.externalAddress.isEmpty
                    ? parameters.network.listenAddress.description : parameters.externalAddress),
            version: ByteString(NodeVersion.full),
            channels: parameters.network.connections.channels.map(\.id), moniker: ByteString(parameters.moniker),
            other: NodeInfoOther(
                transactionIndex: "on", rpcAddress: ByteString(parameters.rpc.map { "\($0.address)" } ?? "")))
    }
}
