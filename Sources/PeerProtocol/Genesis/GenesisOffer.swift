package import Chain
import Cryptography
package import PeerMessages

/// The genesis of this node's chain, as peers can have it.
package struct GenesisOffer: Sendable {
    package let summary: GenesisSummary
    private let bytes: [UInt8]

    /// - Parameter document: Complete.
    package init(_ document: GenesisDocument) {
        bytes = document.canonicalBytes
        summary = GenesisSummary(hash: SHA256.hash(bytes), byteCount: UInt64(bytes.count))
    }

    /// Pieces that peers can have: none of a genesis that is too long for it.
    var chunkCount: UInt32 { summary.byteCount > GenesisSummary.bytesMaximum ? 0 : summary.chunkCount }

    /// A piece; nil when there is no such.
    func chunk(_ index: UInt32) -> GenesisChunk? {
        if index >= chunkCount { return nil }
        let start = Int(index) * GenesisChunk.bytesMaximum
        return GenesisChunk(index: index, bytes: Array(bytes[start...].prefix(GenesisChunk.bytesMaximum)))
    }
}
