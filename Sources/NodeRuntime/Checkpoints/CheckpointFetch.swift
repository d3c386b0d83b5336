package import Chain
package import Checkpoints
import Cryptography
import Files
package import Logging
package import P2P
import PeerMessages
import PeerProtocol
package import Signer
import Wire

/// What is needed to fetch a checkpoint.
package struct CheckpointFetching: Sendable {
    /// By which peers know the caller.
    package var nodeKey: NodeKey
    package var moniker: String
    /// Its persistent peers are asked.
    package var network: PeerNetworkSettings
    package var genesis: GenesisDocument
    package var settings: SnapshotFetchSettings
    /// Only a checkpoint of this height; nil for any.
    package var height: UInt64?
    /// Only one of this block; nil for any.
    package var block: TrustedBlock?
    /// Where it grows, and where it is put.
    package var folder: CheckpointFolder
    /// Its path when it is whole; nil for its place in the folder.
    package var target: String?
    /// Says whether its block is the chain's; may take its time.
    package var judge: @Sendable (CheckpointOutline) -> SnapshotVerdict
    /// Told now and then of pieces that are there, of how many, and the height.
    package var progress: @Sendable (_ done: Int, _ total: Int, _ height: UInt64) -> Void

    package init(
        nodeKey: NodeKey, moniker: String, network: PeerNetworkSettings, genesis: GenesisDocument,
        settings: SnapshotFetchSettings, folder: CheckpointFolder,
        judge: @escaping @Sendable (CheckpointOutline) -> SnapshotVerdict,
        progress: @escaping @Sendable (_ done: Int, _ total: Int, _ height: UInt64) -> Void
    ) {
        self.nodeKey = nodeKey
        self.moniker = moniker
        self.network = network
        self.genesis = genesis
        self.settings = settings
        self.folder = folder
        self.judge = judge
        self.progress = progress
    }
}

/// Fetches a checkpoint from peers: `SnapshotFetch` on sockets and a disk.
package final class CheckpointFetch: Sendable {
    private enum Input: Sendable {
        case event(NetworkEvent)
        case notice(NetworkNotice)
        case answer(CheckpointFetchWorker.Answer)
        case tick
    }

    /// How often the machine looks at the time.
    private static let tick = Duration.milliseconds(500)

    private let fetching: CheckpointFetching
    private let log: Logger
    private let inputs: AsyncStream<Input>
    // What waits here is bounded by what each connection lets wait before it stops reading.
    private let input: AsyncStream<Input>.Continuation

    private init(_ fetching: CheckpointFetching, _ log: Logger) {
        self.fetching = fetching
        self.log = log
        (inputs, input) = AsyncStream.makeStream()
    }

    /// Waits until a checkpoint is whole in its place, and says meanwhile what is amiss.
    ///
    /// - Returns: nil when the task was cancelled.
    /// - Throws: What keeps it from being had. What was fetched stays for another attempt, unless it was false.
    package static func run(_ fetching: CheckpointFetching, log: Logger) async throws -> CheckpointSummary? {
        let fetch = CheckpointFetch(fetching, log)
        let ticking = Task { [input = fetch.input] in
            while (try? await Task.sleep(for: tick)) != nil { input.yield(.tick) }
        }
        defer { ticking.cancel() }
        return try await fetch.run()
    }

    private func run() async throws -> CheckpointSummary? {
        let peers = fetching.network.director.persistentPeers
        if peers.isEmpty { throw NodeError.noCheckpoint("no peers are named: give --peers, or p2p.persistent_peers") }
        let wanted = SnapshotWanted(
            genesisHash: GenesisOffer(fetching.genesis).summary.hash, height: fetching.height, block: fetching.block,
            begun: try fetching.folder.partials().first)
        var machine = SnapshotFetch(
            peers: peers, wanted: wanted, settings: fetching.settings, at: SystemClock().now().monotonic)
        let worker = CheckpointFetchWorker(fetching) { [input] answer in input.yield(.answer(answer)) }
        let network = try await start()
        do {
            for await input in inputs {
                let now = SystemClock().now().monotonic
                if case .answer(.failed(let error)) = input { throw error }
                if case .answer(.completed(let summary)) = input {
                    machine.completed()
                    worker.close()
                    await network.stop()
                    return summary
                }
                for action in handle(input, &machine, network, at: now) {
                    switch action {
                    case .send(let message, let peer): network.send(.stateSync(message), to: peer)
                    case .disconnect(let peer, let reason): network.disconnect(peer, reason: reason)
                    case .report(let line): log.warning("\(line)")
                    case .judge(let outline): worker.add(.judge(outline))
                    case .open(let outline): worker.add(.open(outline))
                    case .write(let piece, let chunk): worker.add(.write(piece, chunk))
                    case .complete(let outline): worker.add(.complete(outline))
                    case .discard: worker.add(.discard)
                    case .fail(let reason): worker.add(.end(reason))
                    }
                }
                if let progress = machine.progress {
                    fetching.progress(progress.done, progress.total, progress.height)
                }
                network.flush(everything: true)
            }
        } catch {
            worker.close()
            await network.stop()
            throw error
        }
        worker.close()
        await network.stop()
        return nil
    }

    private func handle(
        _ input: Input, _ machine: inout SnapshotFetch, _ network: PeerNetwork, at now: Nanoseconds
    ) -> [SnapshotFetch.Action] {
        switch input {
        case .tick: return machine.tick(at: now)
        case .event(.connected(let peer, let info, _)): return machine.connected(peer, channels: info.channels, at: now)
        case .event(.disconnected(let peer, let reason)): return machine.disconnected(peer, reason: reason, at: now)
        case .event(.message(let message, let peer, let size)):
            defer { network.handled(size, from: peer) }
            guard case .stateSync(let message) = message else { return [] }
            return machine.receive(message, from: peer, at: now)
        case .notice(.dialFailed(let location, let failure)):
            return machine.failed(location.id, "\(failure)", at: now)
        case .answer(.judged(let verdict)): return machine.judged(verdict, at: now)
        case .answer(.opened(let pieces)): return machine.opened(having: pieces, at: now)
        case .answer(.written(let piece)): return machine.written(piece, at: now)
        case .answer(.refused(let reason)): return machine.refused(reason, at: now)
        case .answer(.completed), .answer(.failed), .event, .notice: return []
        }
    }

    private func start() async throws -> PeerNetwork {
        let parameters = fetching.genesis.consensusParameters ?? ConsensusParameters()
        let local = LocalNode(
            key: fetching.nodeKey.privateKey, chainID: fetching.genesis.chainID.text,
            faultModel: parameters.faultModel, applicationVersion: 0,
            listenAddress: ByteString(fetching.network.listenAddress.description),
            version: ByteString(NodeVersion.full), channels: fetching.network.connections.channels.map(\.id),
            moniker: ByteString(fetching.moniker), other: NodeInfoOther(transactionIndex: "off", rpcAddress: ""))
        return try await PeerNetwork.start(
            local, fetching.network, seed: UInt64.random(in: .min ... .max), now: { SystemClock().now() },
            deliver: { [input] events in for event in events { input.yield(.event(event)) } },
            notice: { [input] notice in input.yield(.notice(notice)) })
    }
}
