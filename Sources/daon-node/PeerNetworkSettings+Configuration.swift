import Chain
import Cryptography
import Foundation
import NodeRuntime
import NodeSettings
import P2P
import PeerMessages
import PeerProtocol
import Wire

extension PeerNetworkSettings {
    /// The channels that the engine serves. There are no snapshots.
    private static let engineChannels: Set<ChannelID> = [
        .consensusState, .consensusData, .consensusVote, .consensusVoteSetBits, .mempool, .evidence,
        .blockSync,
    ]

    /// What `[p2p]` of `config.toml` says.
    ///
    /// - Parameter isJoining: Whether there is no genesis yet: then nobody is listened to, and nothing is served but what
    ///   brings one. Addresses are served too, as a node of CometBFT only talks to one with which it shares a channel.
    init(_ configuration: NodeConfiguration, isJoining: Bool = false) throws {
        let peers = configuration.peers
        if peers.packetPayloadBytesMaximum != Packet.dataBytesMaximum {
            throw CommandError(
                description:
                    "p2p.max_packet_msg_payload_size \(peers.packetPayloadBytesMaximum): this version sends and "
                    + "takes packets of \(Packet.dataBytesMaximum) bytes, as CometBFT does unless told otherwise")
        }
        let transactionBytes = configuration.mempool.transactionBytesMaximum
        self.init(
            listenAddress: try PeerListenAddress(peers.listenAddress), listens: !isJoining,
            connections: ConnectionSettings(
                channels: ChannelDescription.standard(transactionBytesMaximum: transactionBytes)
                    .filter {
                        isJoining
                            ? $0.id == .peerExchange
                            : PeerNetworkSettings.engineChannels.contains($0.id)
                                || ($0.id == .peerExchange && peers.exchangesPeers)
                    } + (isJoining ? [.genesis] : [.links, .genesis]),
                sendRate: peers.sendRate, receiveRate: peers.receiveRate),
            director: PeerDirectorSettings(
                persistentPeers: try locations("persistent_peers", peers.persistentPeers),
                unconditionalPeers: try ids("unconditional_peer_ids", peers.unconditionalPeerIDs),
                inboundMaximum: peers.inboundPeersMaximum, outboundMaximum: peers.outboundPeersMaximum,
                // Who has no genesis calls those that were named, and nobody else: they may share a machine.
                allowsDuplicateIP: peers.allowsDuplicateIP || isJoining,
                dialPeriodMaximum: peers.persistentPeersDialPeriodMaximum),
            limits: PeerMessageLimits(
                transactionBytesMaximum: transactionBytes,
                batchBytesMaximum: configuration.mempool.batchBytesMaximum,
                snapshotChunksMaximum: UInt32(clamping: configuration.stateSync.snapshotChunksMaximum)),
            dialTimeout: peers.dialTimeout,
            congestionControl: CongestionControl.preferred(
                pause: configuration.consensus.pause, restartsAfterIdle: PeerNetworkSettings.restartsAfterIdle))
    }

    /// Whether TCP begins anew after a pause on this machine, as it does where nobody has said otherwise.
    private static var restartsAfterIdle: Bool {
        let text = try? String(contentsOfFile: "/proc/sys/net/ipv4/tcp_slow_start_after_idle", encoding: .utf8)
        return text?.hasPrefix("0") != true
    }
}

extension ConsensusSettings {
    /// How long nothing need be sent between two blocks when all is well.
    fileprivate var pause: Nanoseconds {
        // Without a transaction there may be no block for any time.
        if !createsEmptyBlocks { return Nanoseconds(.max) }
        return skipsCommitTimeout ? .zero : commitTimeout
    }
}

/// Peers of a list setting.
func locations(_ key: String, _ texts: [String]) throws -> [PeerLocation] {
    try texts.map { text in
        try read(key, text) { text throws(NetworkAddressError) in try PeerLocation(parsing: text) }
    }
}

extension PeerExchangeParameters {
    /// What `[p2p]` says of the exchange of addresses; nil when it is off.
    ///
    /// - Parameter path: The address book's file.
    init?(_ peers: PeerSettings, path: String) throws {
        if peers.isSeed && !peers.exchangesPeers {
            throw CommandError(description: "p2p.seed_mode: a seed exchanges addresses: set p2p.pex to true")
        }
        if !peers.exchangesPeers { return nil }
        self.init(
            settings: PeerExchangeSettings(
                seeds: try locations("seeds", peers.seeds), isSeed: peers.isSeed,
                outboundMaximum: peers.outboundPeersMaximum),
            path: path, isStrict: peers.isAddressBookStrict,
            privatePeers: try peers.privatePeers())
    }
}

extension PeerSettings {
    /// Peers of which nobody is told.
    func privatePeers() throws -> Set<NodeID> { try ids("private_peer_ids", privatePeerIDs) }
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
