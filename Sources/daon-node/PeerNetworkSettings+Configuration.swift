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
    /// What a network is for.
    enum Purpose {
        case node
        /// There is no genesis yet: nobody is listened to, and nothing is served but what brings one. Addresses are served too, as a node
        /// of CometBFT only talks to one with which it shares a channel.
        case joining
        /// A checkpoint is fetched: nobody is listened to, and nothing is served but what brings one.
        case fetching
    }

    /// The channels that a node serves, beside that of addresses; those of snapshots with the application that has any.
    private static let nodeChannels: Set<ChannelID> = [
        .consensusState, .consensusData, .consensusVote, .consensusVoteSetBits, .mempool, .evidence, .blockSync,
        .snapshot, .chunk,
    ]

    private static func channels(
        _ configuration: NodeConfiguration, _ purpose: Purpose
    ) throws -> [ChannelDescription] {
        let standard = ChannelDescription.standard(
            transactionBytesMaximum: configuration.mempool.transactionBytesMaximum)
        switch purpose {
        case .joining: return standard.filter { $0.id == .peerExchange } + [.genesis]
        case .fetching: return standard.filter { $0.id == .snapshot || $0.id == .chunk }
        case .node:
            let hasSnapshots = try configuration.builtInApplication() == .registry
            let served = standard.filter { channel in
                switch channel.id {
                case .peerExchange: configuration.peers.exchangesPeers
                case .snapshot, .chunk: hasSnapshots
                default: nodeChannels.contains(channel.id)
                }
            }
            return served.map { $0.id == .snapshot || $0.id == .chunk ? $0.takingRequestsOnly : $0 } + [
                .links, .genesis,
            ]
        }
    }

    /// What `[p2p]` of `config.toml` says.
    ///
    /// - Parameter named: Peers that are called instead of those of the settings.
    init(_ configuration: NodeConfiguration, for purpose: Purpose = .node, calling named: [PeerLocation]? = nil) throws
    {
        let peers = configuration.peers
        if peers.packetPayloadBytesMaximum != Packet.dataBytesMaximum {
            throw CommandError(
                description:
                    "p2p.max_packet_msg_payload_size \(peers.packetPayloadBytesMaximum): this version sends and "
                    + "takes packets of \(Packet.dataBytesMaximum) bytes, as CometBFT does unless told otherwise")
        }
        let transactionBytes = configuration.mempool.transactionBytesMaximum
        self.init(
            listenAddress: try PeerListenAddress(peers.listenAddress), listens: purpose == .node,
            connections: ConnectionSettings(
                channels: try PeerNetworkSettings.channels(configuration, purpose),
                sendRate: peers.sendRate, receiveRate: peers.receiveRate),
            director: PeerDirectorSettings(
                persistentPeers: try named ?? locations("persistent_peers", peers.persistentPeers),
                unconditionalPeers: try ids("unconditional_peer_ids", peers.unconditionalPeerIDs),
                inboundMaximum: peers.inboundPeersMaximum, outboundMaximum: peers.outboundPeersMaximum,
                // Who joins or fetches calls those that were named, and nobody else: they may share a machine.
                allowsDuplicateIP: peers.allowsDuplicateIP || purpose != .node,
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
