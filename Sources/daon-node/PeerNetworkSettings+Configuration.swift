import Chain
import Cryptography
import NodeSettings
import P2P
import PeerMessages
import PeerProtocol
import Wire

extension PeerNetworkSettings {
    /// The channels that the engine serves. Addresses of peers are not exchanged, and there are no snapshots.
    private static let channels: Set<ChannelID> = [
        .consensusState, .consensusData, .consensusVote, .consensusVoteSetBits, .mempool, .evidence,
        .blockSync,
    ]

    /// What `[p2p]` of `config.toml` says.
    init(_ configuration: NodeConfiguration) throws {
        let peers = configuration.peers
        if peers.packetPayloadBytesMaximum != Packet.dataBytesMaximum {
            throw CommandError(
                description:
                    "p2p.max_packet_msg_payload_size \(peers.packetPayloadBytesMaximum): this version sends and "
                    + "takes packets of \(Packet.dataBytesMaximum) bytes, as CometBFT does unless told otherwise")
        }
        let transactionBytes = configuration.mempool.transactionBytesMaximum
        self.init(
            listenAddress: try PeerListenAddress(peers.listenAddress),
            connections: ConnectionSettings(
                channels: ChannelDescription.standard(transactionBytesMaximum: transactionBytes)
                    .filter { PeerNetworkSettings.channels.contains($0.id) } + [.links],
                sendRate: peers.sendRate, receiveRate: peers.receiveRate),
            director: PeerDirectorSettings(
                persistentPeers: try peers.persistentPeers.map { text in
                    try read("persistent_peers", text) { text throws(NetworkAddressError) in
                        try PeerLocation(parsing: text)
                    }
                },
                unconditionalPeers: try ids("unconditional_peer_ids", peers.unconditionalPeerIDs),
                privatePeers: try ids("private_peer_ids", peers.privatePeerIDs),
                inboundMaximum: peers.inboundPeersMaximum, outboundMaximum: peers.outboundPeersMaximum,
                allowsDuplicateIP: peers.allowsDuplicateIP,
                dialPeriodMaximum: peers.persistentPeersDialPeriodMaximum),
            limits: PeerMessageLimits(
                transactionBytesMaximum: transactionBytes,
                batchBytesMaximum: configuration.mempool.batchBytesMaximum,
                snapshotChunksMaximum: UInt32(clamping: configuration.stateSync.snapshotChunksMaximum)),
            dialTimeout: peers.dialTimeout)
    }
}

private func ids(_ key: String, _ texts: [String]) throws -> Set<NodeID> {
    Set(try texts.map { text in try read(key, text) { text in try NodeID(text) } })
}

/// Reads an item of a list; the error names the setting.
private func read<Value>(_ key: String, _ text: String, _ parse: (ByteString) throws -> Value) throws -> Value {
    do {
        return try parse(ByteString(text))
    } catch {
        throw CommandError(description: "p2p.\(key): \(error)")
    }
}
