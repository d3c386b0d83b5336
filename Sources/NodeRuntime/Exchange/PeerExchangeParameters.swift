package import Cryptography
package import PeerProtocol

/// How a node exchanges addresses, and where it keeps them.
package struct PeerExchangeParameters: Sendable {
    package let settings: PeerExchangeSettings
    /// `addrbook.json`.
    package let path: String
    /// Whether only addresses are taken that the Internet can reach (`addr_book_strict`).
    package let isStrict: Bool
    /// Peers of which nobody is told (`private_peer_ids`).
    package let privatePeers: Set<NodeID>

    package init(settings: PeerExchangeSettings, path: String, isStrict: Bool, privatePeers: Set<NodeID>) {
        self.settings = settings
        self.path = path
        self.isStrict = isStrict
        self.privatePeers = privatePeers
    }
}
