package import Wire

/// How a node presents itself when a connection is made (CometBFT `p2p.DefaultNodeInfo`). Only the id is proved, by the
/// connection's key; the rest is what the node says of itself.
package struct NodeInfo: Hashable, Sendable {
    /// The most bytes of the message, without its length (CometBFT `MaxNodeInfoSize`).
    package static let bytesMaximum = 10_240
    /// The most channels a node may list (CometBFT `maxNumChannels`).
    package static let channelsMaximum = 16

    package let protocolVersion: ProtocolVersion
    /// As it was written; the connection's key proves it or not.
    package let id: ByteString
    /// Where it takes connections, `host:port` with or without a scheme; the host may be a name.
    package let listenAddress: ByteString
    /// The chain's name.
    package let network: ByteString
    /// The version of its software.
    package let version: ByteString
    package let channels: [ChannelID]
    /// What its operator calls it.
    package let moniker: ByteString
    package let other: NodeInfoOther

    package init(
        protocolVersion: ProtocolVersion, id: ByteString, listenAddress: ByteString, network: ByteString,
        version: ByteString, channels: [ChannelID], moniker: ByteString, other: NodeInfoOther
    ) {
        self.protocolVersion = protocolVersion
        self.id = id
        self.listenAddress = listenAddress
        self.network = network
        self.version = version
        self.channels = channels
        self.moniker = moniker
        self.other = other
    }

    /// Where the node says it can be dialled. A host that is a name is still to be resolved.
    package func location() throws(NetworkAddressError) -> PeerLocation {
        let bare = PeerLocation.withoutScheme(listenAddress)
        return try PeerLocation(parsing: ByteString(id.bytes + [UInt8(ascii: "@")] + bare.bytes))
    }
}

/// The rest of what a node says of itself (tendermint.p2p.DefaultNodeInfoOther).
package struct NodeInfoOther: Hashable, Sendable {
    /// Whether it indexes transactions: `on`, `off` or nothing.
    package let transactionIndex: ByteString
    package let rpcAddress: ByteString

    package init(transactionIndex: ByteString, rpcAddress: ByteString) {
        self.transactionIndex = transactionIndex
        self.rpcAddress = rpcAddress
    }
}
