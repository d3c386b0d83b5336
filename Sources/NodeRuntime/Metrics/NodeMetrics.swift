import Chain
import Consensus
import Cryptography
import Engine
import Execution
import Mempool
import Monitoring
import P2P
import PeerMessages
import PeerProtocol
import RPC
import Synchronization

/// What a node counts for whoever scrapes it.
final class NodeMetrics: Sendable {
    private struct Contents {
        var consensus: ConsensusMetrics
        var peers = PeerMetrics()
        var application = ApplicationMetrics()
    }

    private let contents: Mutex<Contents>
    private let names: MetricNames
    private let chainID: ChainID

    /// - Parameters:
    ///   - own: The validator's address; nil for a node that does not sign.
    ///   - namespace: `instrumentation.namespace`.
    init(own: Address?, _ state: ChainState, namespace: String) {
        contents = Mutex(
            Contents(
                consensus: ConsensusMetrics(own: own, signers: state.lastValidators, height: state.lastBlockHeight)))
        names = MetricNames(namespace: namespace)
        chainID = state.chainID
    }

    // MARK: What happens

    func note(_ publication: Publication, at now: Nanoseconds) {
        switch publication {
        case .block(let committed, _): contents.withLock { $0.consensus.note(committed) }
        case .consensus(let observation): contents.withLock { $0.consensus.note(observation, at: now) }
        case .notice: return
        }
    }

    func note(_ event: NetworkEvent) {
        contents.withLock { $0.peers.note(event) }
    }

    func noteSent(_ message: PeerMessage, size: Int, to peer: NodeID) {
        contents.withLock { $0.peers.noteSent(message, size: size, to: peer) }
    }

    /// The application has answered a call.
    func noteCall(_ method: String, seconds: Double) {
        contents.withLock { $0.application.note(method, seconds: seconds) }
    }

    // MARK: What is scraped

    /// - Parameters:
    ///   - snapshot: What the engine is now.
    ///   - peers: How many are connected, and what waits for each.
    func text(
        _ snapshot: EngineSnapshot, _ budget: FaultBudgetInformation?, peers: [PeerInformation], views: [PeerView]
    ) -> String {
        let contents = contents.withLock { $0 }
        let families =
            [
                names.gauge(
                    "consensus", "height", "The height that is being decided.", Double(snapshot.height.rawValue)),
                roundPower(snapshot),
                names.family(
                    .counter, "consensus", "block_parts", "Parts of blocks that came from a peer first.",
                    views.map { .init(.number(Double($0.partCount)), [("peer_id", $0.id.text)]) }),
            ] + contents.consensus.families(names) + [
                names.gauge("p2p", "peers", "Peers that are connected.", Double(peers.count)),
                names.family(
                    .gauge, "p2p", "peer_pending_send_bytes", "Bytes that wait to be sent to a peer.",
                    peers.map { peer in
                        let waiting = peer.status.channels.reduce(0) { $0 + $1.queueBytes }
                        return .init(.number(Double(waiting)), [("peer_id", "\(peer.info.id)")])
                    }),
            ] + contents.peers.families(names) + pool(snapshot.transactionCounts) + contents.application.families(names)
            + [
                names.gauge(
                    "mempool", "size", "Transactions that wait for a block.",
                    Double(snapshot.transactionCount)),
                names.gauge(
                    "mempool", "size_bytes", "Their bytes.", Double(snapshot.transactionBytes)),
                names.gauge(
                    "blocksync", "syncing", "1 while blocks are fetched that others have made, 0 otherwise.",
                    snapshot.isCatchingUp ? 1 : 0),
            ] + (budget.map(NodeMetrics.families) ?? []) + ProcessMetrics.families()
        return MetricsText(families, labels: [("chain_id", "\(chainID)")]).text
    }

    private func pool(_ counts: PoolCounts) -> [MetricFamily] {
        [
            names.histogram(
                "mempool", "tx_size_bytes", "Bytes of the transactions that were admitted.",
                Histogram(
                    bounds: PoolCounts.sizeBounds.map(Double.init), counts: counts.sizes,
                    sum: Double(counts.admittedBytes))),
            names.counter(
                "mempool", "failed_txs", "Transactions that were turned down when they came.", Double(counts.failed)),
            names.counter(
                "mempool", "rejected_txs", "Transactions for which there was no room.", Double(counts.turnedAway)),
            names.counter(
                "mempool", "recheck_times", "How often waiting transactions were looked at again.",
                Double(counts.rechecks)),
        ]
    }

    private func roundPower(_ snapshot: EngineSnapshot) -> MetricFamily {
        let round = snapshot.round
        let sets = round.map {
            [("prevote", $0.votes.prevotes($0.round)), ("precommit", $0.votes.precommits($0.round))]
        }
        return names.family(
            .gauge, "consensus", "round_voting_power_percent",
            "The share of the power that has voted in the running round, from 0 to 1.",
            (sets ?? []).map { type, votes in
                let share = votes.map {
                    Double($0.votedPower.rawValue) / Double(max(1, $0.validators.totalPower.rawValue))
                }
                return .init(.number(share ?? 0), [("vote_type", type)])
            })
    }

    /// Ours, not CometBFT's: what `/status` says as `fault_budget`.
    private static func families(_ budget: FaultBudgetInformation) -> [MetricFamily] {
        let names = MetricNames(namespace: "daon")
        return [
            names.family(
                .gauge, "fault_budget", "validators", "Number of validators, by the chain's fault model.",
                [.init(.number(Double(budget.validators)), [("model", budget.model.rawValue)])]),
            names.gauge(
                "fault_budget", "online", "Number of validators known to be there.", Double(budget.online)),
            names.gauge(
                "fault_budget", "can_lose_now", "How many validators may be lost now before the chain stops.",
                Double(budget.canLoseNow)),
            names.family(
                .gauge, "fault_budget", "halts_if_lost",
                "1 for each validator whose loss alone would stop the chain now.",
                // Two nodes may call themselves the same, and a scrape has each sample once.
                Set(budget.haltsIfLost.map { "\($0)" }).sorted().map { .init(.number(1), [("validator", $0)]) }),
            names.gauge(
                "fault_budget", "signing_stopped",
                "Number of equivocations after which this node signs nothing until its operator says so.",
                Double(budget.signingStoppedBy.count)),
            names.gauge(
                "fault_budget", "silent",
                "1 while this node's validator signs nothing, for a reason that /status says.",
                budget.silentBecause == nil ? 0 : 1),
        ]
    }
}
