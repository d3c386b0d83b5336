package import Chain

/// How the node meets its peers: `[p2p]`.
package struct PeerSettings: Hashable, Sendable {
    package var listenAddress = "tcp://0.0.0.0:26656"
    package var externalAddress = ""
    package var seeds: [String] = []
    package var persistentPeers: [String] = []
    package var addressBookFile = "config/addrbook.json"
    package var isAddressBookStrict = true
    package var inboundPeersMaximum = 40
    package var outboundPeersMaximum = 10
    package var unconditionalPeerIDs: [String] = []
    package var persistentPeersDialPeriodMaximum = Nanoseconds.zero
    package var flushThrottleTimeout = Nanoseconds(100_000_000)
    package var packetPayloadBytesMaximum = 1024
    package var sendRate = 5_120_000
    package var receiveRate = 5_120_000
    package var exchangesPeers = true
    package var isSeed = false
    package var privatePeerIDs: [String] = []
    package var allowsDuplicateIP = false
    package var handshakeTimeout = Nanoseconds.seconds(20)
    package var dialTimeout = Nanoseconds.seconds(3)

    package init() {}
}
