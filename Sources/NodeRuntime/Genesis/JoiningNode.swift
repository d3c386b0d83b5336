package import Chain
package import P2P
package import Signer

/// A node that has no genesis yet, and the peers that shall give it one.
package struct JoiningNode: Sendable {
    package var nodeKey: NodeKey
    package var moniker: String
    /// Where it will listen, or where peers will reach it; nobody is listened to yet.
    package var announcedAddress: String
    /// Its persistent peers are asked for the genesis.
    package var network: PeerNetworkSettings
    /// The chain that it must be; nil for the peers'.
    package var chainID: ChainID?

    package init(
        nodeKey: NodeKey, moniker: String, announcedAddress: String, network: PeerNetworkSettings, chainID: ChainID?
    ) {
        self.nodeKey = nodeKey
        self.moniker = moniker
        self.announcedAddress = announcedAddress
        self.network = network
        self.chainID = chainID
    }
}
