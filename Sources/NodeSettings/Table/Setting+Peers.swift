extension Setting {
    static let peers: [Setting] = [
        Setting(
            .peers, "laddr", .text(\.peers.listenAddress, .listenAddress),
            "Where to listen for other nodes: tcp://host:port."),
        Setting(
            .peers, "external_address", .text(\.peers.externalAddress, .reachableAddress), alias: "EXTERNAL_ADDRESS",
            "The host:port under which others reach this node, if it is not the one it listens at."),
        Setting(
            .peers, "seeds", .list(\.peers.seeds, .commas, .peers),
            "Nodes (id@host:port, commas between) to ask for the addresses of others."),
        Setting(
            .peers, "persistent_peers", .list(\.peers.persistentPeers, .commas, .peers), alias: "PERSISTENT_PEERS",
            "Nodes (id@host:port, commas between) to be connected with always."),
        Setting(.peers, "addr_book_file", .text(\.peers.addressBookFile, .path), "The addresses of nodes heard of."),
        Setting(
            .peers, "addr_book_strict", .boolean(\.peers.isAddressBookStrict),
            "Keep only addresses that the whole Internet can reach. Set to false on a private network."),
        Setting(
            .peers, "max_num_inbound_peers", .integer(\.peers.inboundPeersMaximum),
            "Nodes that may be connected because they dialled this one."),
        Setting(
            .peers, "max_num_outbound_peers", .integer(\.peers.outboundPeersMaximum),
            "Nodes that this one dials, the persistent ones not counted."),
        Setting(
            .peers, "unconditional_peer_ids", .list(\.peers.unconditionalPeerIDs, .commas, .nodeIDs),
            "IDs of nodes that are let in when all places are taken, commas between."),
        Setting(
            .peers, "persistent_peers_max_dial_period", .duration(\.peers.persistentPeersDialPeriodMaximum),
            "The longest pause between two attempts to reach a persistent peer; 0s for ever longer ones."),
        Setting(
            .peers, "flush_throttle_timeout", .duration(\.peers.flushThrottleTimeout),
            "How long small messages may wait for others to be sent with."),
        Setting(
            .peers, "max_packet_msg_payload_size", .integer(\.peers.packetPayloadBytesMaximum),
            "Bytes of a message that go into one packet. All nodes of a network need the same."),
        Setting(.peers, "send_rate", .integer(\.peers.sendRate), "Bytes a second to each peer."),
        Setting(.peers, "recv_rate", .integer(\.peers.receiveRate), "Bytes a second from each peer."),
        Setting(
            .peers, "pex", .boolean(\.peers.exchangesPeers),
            "Tell other nodes the addresses of others, and ask for them."),
        Setting(
            .peers, "seed_mode", .boolean(\.peers.isSeed),
            "Do nothing but that: look for nodes, tell whoever asks, and hang up. Needs pex."),
        Setting(
            .peers, "private_peer_ids", .list(\.peers.privatePeerIDs, .commas, .nodeIDs),
            "IDs of nodes whose addresses are not told to others, commas between."),
        Setting(
            .peers, "allow_duplicate_ip", .boolean(\.peers.allowsDuplicateIP),
            "Let several nodes connect from one IP address."),
        Setting(
            .peers, "handshake_timeout", .duration(\.peers.handshakeTimeout),
            "How long a new peer may take to say who it is."),
        Setting(.peers, "dial_timeout", .duration(\.peers.dialTimeout), "How long to wait for a node that is dialled."),
    ]
}
