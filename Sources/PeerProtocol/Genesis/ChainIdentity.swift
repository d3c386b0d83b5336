package import Wire

/// What two nodes must have in common to work together: the chain's name and its block protocol
/// (`NodeInfo.validateCompatible`).
package struct ChainIdentity: Hashable, Sendable {
    package let network: ByteString
    package let blockProtocol: UInt64

    package init(network: ByteString, blockProtocol: UInt64) {
        self.network = network
        self.blockProtocol = blockProtocol
    }
}
