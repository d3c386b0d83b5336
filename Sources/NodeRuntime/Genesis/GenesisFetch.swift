package import Chain
import Cryptography
package import Logging
import P2P
import PeerMessages
import PeerProtocol
import Signer
import Wire

/// Fetches the genesis of a chain from its peers: `GenesisJoin` on sockets.
package final class GenesisFetch: Sendable {
    /// What the network or the clock tells, and which of the networks that were started one after the other.
    private enum Input: Sendable {
        case event(NetworkEvent, network: Int)
        case notice(NetworkNotice, network: Int)
        case tick
    }

    /// How often the machine looks at the time.
    private static let tick = Duration.seconds(1)

    private let node: JoiningNode
    private let log: Logger
    private let inputs: AsyncStream<Input>
    // What waits here is bounded by what each connection lets wait before it stops reading.
    private let input: AsyncStream<Input>.Continuation

    private init(_ node: JoiningNode, _ log: Logger) {
        self.node = node
        self.log = log
        (inputs, input) = AsyncStream.makeStream()
    }

    /// Waits until peers give a genesis, and says meanwhile what is amiss.
    ///
    /// - Returns: nil when the task was cancelled.
    /// - Throws: What waiting does not mend.
    package static func run(_ node: JoiningNode, log: Logger) async throws -> GenesisDocument? {
        let fetch = GenesisFetch(node, log)
        let ticking = Task { [input = fetch.input] in
            while (try? await Task.sleep(for: tick)) != nil { input.yield(.tick) }
        }
        defer { ticking.cancel() }
        return try await fetch.run()
    }

    private func run() async throws -> GenesisDocument? {
        let peers = node.network.director.persistentPeers
        var machine = GenesisJoin(peers: peers, chainID: node.chainID?.text)
        log.info(
            "no genesis yet: it is fetched from peers",
            metadata: [
                "node_id": "\(node.nodeKey.id)", "peers": "\(peers.map(\.description).joined(separator: ","))",
            ])
        var number = 0
        var network = try await start(machine.identity, number)
        do {
            for await input in inputs {
                let now = SystemClock().now().monotonic
                for action in handle(input, of: number, &machine, network, at: now) {
                    switch action {
                    case .send(let message, let peer): network.send(.genesis(message), to: peer)
                    case .disconnect(let peer, let reason): network.disconnect(peer, reason: reason)
                    case .report(let line): log.warning("\(line)")
                    case .become(let identity):
                        log.info(
                            "met a peer, calling again as a node of its chain",
                            metadata: ["chain_id": "\(identity.network)"])
                        await network.stop()
                        number += 1
                        network = try await start(identity, number)
                    case .finish(let summary, let bytes, let source):
                        let document = try GenesisFetch.document(bytes, machine.identity, source)
                        await network.stop()
                        log.info(
                            "fetched the genesis",
                            metadata: ["hash": "\(summary.hash)", "bytes": "\(bytes.count)", "peer": "\(source)"])
                        return document
                    case .fail(let error): throw NodeError.noGenesis(error.description)
                    }
                }
                network.flush(everything: true)
            }
        } catch {
            await network.stop()
            throw error
        }
        await network.stop()
        return nil
    }

    private func handle(
        _ input: Input, of current: Int, _ machine: inout GenesisJoin, _ network: PeerNetwork, at now: Nanoseconds
    ) -> [GenesisJoin.Action] {
        switch input {
        case .tick: return machine.tick(at: now)
        case .event(.connected(let peer, let info, _), network: current): return machine.connected(peer, info, at: now)
        case .event(.disconnected(let peer, let reason), network: current):
            return machine.disconnected(peer, reason: reason, at: now)
        case .event(.message(let message, let peer, let size), network: current):
            defer { network.handled(size, from: peer) }
            // Nothing else is said on the channels that are served, but for addresses that are not asked for.
            guard case .genesis(let message) = message else { return [] }
            return machine.receive(message, from: peer, at: now)
        case .notice(.dialFailed(let location, let failure), network: current):
            return machine.failed(location.id, failure, at: now)
        case .event, .notice: return []
        }
    }

    private func start(_ identity: ChainIdentity, _ number: Int) async throws -> PeerNetwork {
        var local = LocalNode(
            key: node.nodeKey.privateKey, identity: identity, applicationVersion: 0,
            listenAddress: ByteString(node.announcedAddress), version: ByteString(NodeVersion.full),
            channels: node.network.connections.channels.map(\.id), moniker: ByteString(node.moniker),
            other: NodeInfoOther(transactionIndex: "on", rpcAddress: ""))
        local.meetsAnyChain = true
        return try await PeerNetwork.start(
            local, node.network, seed: UInt64.random(in: .min ... .max), now: { SystemClock().now() },
            deliver: { [input] events in for event in events { input.yield(.event(event, network: number)) } },
            notice: { [input] notice in input.yield(.notice(notice, network: number)) })
    }

    /// Bytes with the right hash are what the peer calls its genesis; whether they are one is still to be seen.
    private static func document(
        _ bytes: [UInt8], _ identity: ChainIdentity, _ source: PeerLocation
    ) throws -> GenesisDocument {
        do {
            let document = try GenesisDocument(file: bytes).completed(now: SystemClock().now().wall)
            let parameters = document.consensusParameters ?? ConsensusParameters()
            let found = ChainIdentity(
                network: document.chainID.text, blockProtocol: LocalNode.blockProtocol(parameters.faultModel))
            if document.canonicalBytes == bytes, found == identity { return document }
        } catch {
            throw NodeError.noGenesis(
                "the genesis of peer \(source) is none: \(error); name other peers. No genesis was made")
        }
        throw NodeError.noGenesis(
            "the genesis of peer \(source) is not of the chain that it says it is on; name other peers. No genesis was made"
        )
    }
}
