import Cryptography
import Monitoring
import P2P
import PeerMessages
import Wire

/// What peers have sent and been sent since each connected (CometBFT p2p/metrics.go). A peer that is gone is not scraped.
struct PeerMetrics {
    private struct Lane: Hashable {
        let peer: NodeID
        let channel: ChannelID
    }

    private var received: [Lane: Int] = [:]
    private var sent: [Lane: Int] = [:]
    private var receivedByType: [String: Int] = [:]
    private var sentByType: [String: Int] = [:]
    private var transactions: [NodeID: Int] = [:]

    mutating func note(_ event: NetworkEvent) {
        switch event {
        case .message(let message, let peer, let size):
            received[Lane(peer: peer, channel: message.channel), default: 0] += size
            receivedByType[message.metricName, default: 0] += size
            if case .mempool(.transactions(let list)) = message { transactions[peer, default: 0] += list.count }
        case .disconnected(let peer, _):
            received = received.filter { $0.key.peer != peer }
            sent = sent.filter { $0.key.peer != peer }
            transactions[peer] = nil
        case .connected, .sent, .invalid: return
        }
    }

    mutating func noteSent(_ message: PeerMessage, size: Int, to peer: NodeID) {
        sent[Lane(peer: peer, channel: message.channel), default: 0] += size
        sentByType[message.metricName, default: 0] += size
    }

    func families(_ names: MetricNames) -> [MetricFamily] {
        [
            names.family(
                .counter, "p2p", "peer_receive_bytes_total",
                "Bytes of messages from a peer since it connected, by channel.",
                PeerMetrics.samples(received)),
            names.family(
                .counter, "p2p", "peer_send_bytes_total", "Bytes of messages to a peer since it connected, by channel.",
                PeerMetrics.samples(sent)),
            names.family(
                .counter, "p2p", "message_receive_bytes_total",
                "Bytes of messages from all peers since the start, by type.",
                PeerMetrics.samples(receivedByType)),
            names.family(
                .counter, "p2p", "message_send_bytes_total", "Bytes of messages to all peers since the start, by type.",
                PeerMetrics.samples(sentByType)),
            names.family(
                .gauge, "p2p", "num_txs", "Transactions that a peer has sent since it connected.",
                transactions.sorted { $0.key < $1.key }.map { peer, count in
                    .init(.number(Double(count)), [("peer_id", peer.text)])
                }),
        ]
    }

    private static func samples(_ counts: [Lane: Int]) -> [MetricFamily.Sample] {
        counts.sorted { ($0.key.peer, $0.key.channel.rawValue) < ($1.key.peer, $1.key.channel.rawValue) }.map {
            lane, count in
            let channel = "0x" + String(lane.channel.rawValue, radix: 16)
            return .init(.number(Double(count)), [("peer_id", lane.peer.text), ("chID", channel)])
        }
    }

    private static func samples(_ counts: [String: Int]) -> [MetricFamily.Sample] {
        counts.sorted { $0.key < $1.key }.map { .init(.number(Double($0.value)), [("message_type", $0.key)]) }
    }
}

extension PeerMessage {
    /// Package and type of the message in CometBFT's protobuf, as its metrics name them.
    fileprivate var metricName: String {
        switch self {
        case .peerExchange(let message):
            switch message {
            case .request: "p2p_PexRequest"
            case .addresses: "p2p_PexAddrs"
            }
        case .consensus(let message):
            switch message {
            case .newRoundStep: "consensus_NewRoundStep"
            case .newValidBlock: "consensus_NewValidBlock"
            case .proposal: "consensus_Proposal"
            case .proposalPOL: "consensus_ProposalPOL"
            case .blockPart: "consensus_BlockPart"
            case .vote: "consensus_Vote"
            case .hasVote: "consensus_HasVote"
            case .voteSetMaj23: "consensus_VoteSetMaj23"
            case .voteSetBits: "consensus_VoteSetBits"
            }
        case .mempool: "mempool_Txs"
        case .evidence: "types_EvidenceList"
        case .blockSync(let message):
            switch message {
            case .blockRequest: "blocksync_BlockRequest"
            case .noBlockResponse: "blocksync_NoBlockResponse"
            case .blockResponse: "blocksync_BlockResponse"
            case .statusRequest: "blocksync_StatusRequest"
            case .statusResponse: "blocksync_StatusResponse"
            }
        case .links: "daon_PeerLinks"
        case .genesis(let message):
            switch message {
            case .summary: "daon_GenesisSummary"
            case .chunkRequest: "daon_GenesisChunkRequest"
            case .chunk: "daon_GenesisChunk"
            }
        case .stateSync(let message):
            switch message {
            case .snapshotsRequest: "statesync_SnapshotsRequest"
            case .snapshotsResponse: "statesync_SnapshotsResponse"
            case .chunkRequest: "statesync_ChunkRequest"
            case .chunkResponse: "statesync_ChunkResponse"
            }
        }
    }
}
