package import Chain
package import Cryptography

/// Which checkpoints may be taken.
package struct SnapshotWanted: Hashable, Sendable, CustomStringConvertible {
    /// That of the chain's genesis.
    package var genesisHash: Hash
    /// Only of this height; nil for any.
    package var height: UInt64?
    /// Only of this block, as nothing vouches for others; nil for any.
    package var block: TrustedBlock?
    /// The hash of one that is there in part: it is taken if somebody has it.
    package var begun: Hash?

    package init(genesisHash: Hash, height: UInt64? = nil, block: TrustedBlock? = nil, begun: Hash? = nil) {
        self.genesisHash = genesisHash
        self.height = height
        self.block = block
        self.begun = begun
    }

    package var description: String {
        if let block {
            return " of the block of height \(block.height) with the hash \(block.hash), and without "
                + "statesync.rpc_servers no other can be verified"
        }
        return height.map { " of height \($0)" } ?? ""
    }
}

/// A block that an operator knows to be the chain's.
package struct TrustedBlock: Hashable, Sendable {
    package let height: UInt64
    package let hash: Hash

    package init(height: UInt64, hash: Hash) {
        self.height = height
        self.hash = hash
    }
}

/// How a checkpoint is fetched: `[statesync]` of `config.toml`.
package struct SnapshotFetchSettings: Hashable, Sendable {
    /// Pieces that are asked for and not yet written (`chunk_fetchers`).
    package var fetchers = 4
    /// How long a peer may give nothing (`chunk_request_timeout`).
    package var chunkTimeout = Nanoseconds.seconds(10)
    /// How long peers are listened to before the best is chosen (`discovery_time`).
    package var discoveryTime = Nanoseconds.seconds(15)
    /// Pieces that one may have (`max_snapshot_chunks`).
    package var chunksMaximum: UInt32 = 100_000
    /// Whether it waits for peers that have none yet.
    package var waits = false

    package init() {}
}

/// Whether a checkpoint's block is the chain's.
package enum SnapshotVerdict: Hashable, Sendable {
    case trusted
    /// It is not.
    case `false`(String)
    /// Nobody could be asked.
    case unknown(String)
}
