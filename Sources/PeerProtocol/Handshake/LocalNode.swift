package import Chain
package import Cryptography
package import PeerMessages
package import Wire

/// This node, as it meets peers.
package struct LocalNode: Sendable {
    package let key: Ed25519PrivateKey
    package let id: NodeID
    /// What peers are told.
    package let info: NodeInfo
    /// Whether it meets peers of any chain: to learn from their node infos which chain they are on.
    package var meetsAnyChain = false

    /// - Parameter info: Its `id` must be the key's; peers refuse another.
    package init(key: Ed25519PrivateKey, info: NodeInfo) {
        self.key = key
        id = NodeID(.ed25519(key.publicKey))
        self.info = info
    }

    /// The node's description as CometBFT's `makeNodeInfo` makes it.
    ///
    /// - Parameters:
    ///   - listenAddress: `p2p.external_address` where it is set, else `p2p.laddr`.
    ///   - channels: What the node serves, in the order in which it is told.
    package init(
        key: Ed25519PrivateKey, chainID: ByteString, faultModel: FaultModel, applicationVersion: UInt64,
        listenAddress: ByteString, version: ByteString, channels: [ChannelID], moniker: ByteString,
        other: NodeInfoOther
    ) {
        self.init(
            key: key,
            identity: ChainIdentity(network: chainID, blockProtocol: LocalNode.blockProtocol(faultModel)),
            applicationVersion: applicationVersion, listenAddress: listenAddress, version: version,
            channels: channels, moniker: moniker, other: other)
    }

    /// The description of a node that may not know more of its chain than this.
    package init(
        key: Ed25519PrivateKey, identity: ChainIdentity, applicationVersion: UInt64, listenAddress: ByteString,
        version: ByteString, channels: [ChannelID], moniker: ByteString, other: NodeInfoOther
    ) {
        let id = NodeID(.ed25519(key.publicKey))
        let info = NodeInfo(
            protocolVersion: ProtocolVersion(
                p2p: ProtocolVersion.p2pCurrent, block: identity.blockProtocol, app: applicationVersion),
            id: ByteString(id.text), listenAddress: listenAddress, network: identity.network, version: version,
            channels: channels, moniker: moniker, other: other)
        self.init(key: key, info: info)
    }

    /// The block protocol that peers compare. On a crash chain it is a number of its own, so that a node that does not know
    /// the model refuses to join instead of failing at the first commit of two thirds. Headers keep 11.
    package static func blockProtocol(_ model: FaultModel) -> UInt64 {
        switch model {
        case .byzantine: 11
        case .crash: 1011
        }
    }
}
