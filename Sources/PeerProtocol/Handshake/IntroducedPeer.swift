package import Cryptography
package import PeerMessages

/// A peer that has proved its name and with which this node can work.
package struct IntroducedPeer: Sendable {
    package let id: NodeID
    /// What it says of itself.
    package let info: NodeInfo
    /// What it may have sent since is in here.
    package let connection: SecretConnection
}
