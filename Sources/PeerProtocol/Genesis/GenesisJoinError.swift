package import Cryptography
package import PeerMessages
package import Wire

/// Why no genesis can be had from these peers, however long one waits: somebody has to decide.
package enum GenesisJoinError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A peer is on another chain than the one asked for.
    case wrongChain(PeerLocation, theirs: ByteString, wanted: ByteString)
    /// Two peers are on chains of different names.
    case chainsDiffer(PeerLocation, theirs: ByteString, others: ByteString)
    /// Two peers are on chains of one name and different fault models.
    case protocolsDiffer(PeerLocation, theirs: UInt64, others: UInt64)
    /// The chains of two peers began differently.
    case genesesDiffer(PeerLocation, Hash, PeerLocation, Hash)

    package var description: String {
        switch self {
        case .wrongChain(let peer, let theirs, let wanted):
            "peer \(peer) is on the chain \(theirs), not on \(wanted); correct CHAIN_ID, or name peers of \(wanted) in "
                + "PERSISTENT_PEERS. \(GenesisJoinError.nothingMade)"
        case .chainsDiffer(let peer, let theirs, let others):
            "peer \(peer) is on the chain \(theirs), another one on \(others); name peers of one chain in "
                + "PERSISTENT_PEERS, and the chain in CHAIN_ID. \(GenesisJoinError.nothingMade)"
        case .protocolsDiffer(let peer, let theirs, let others):
            "peer \(peer) has block protocol \(theirs), another one \(others): their chains have one name and different "
                + "fault models; name peers of one chain in PERSISTENT_PEERS. \(GenesisJoinError.nothingMade)"
        case .genesesDiffer(let peer, let hash, let other, let otherHash):
            "two peers have different geneses: that of \(peer) has the hash \(hash), that of \(other) \(otherHash); find "
                + "out which is the chain's, and name only peers that have it. \(GenesisJoinError.nothingMade)"
        }
    }

    private static let nothingMade = "No genesis was made"
}
