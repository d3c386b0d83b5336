package import Chain

/// A block as it comes from somewhere else, and the votes that decided it.
package struct DecidedBlock: Sendable {
    /// `tendermint.types.Block` as its parts carried it.
    package let bytes: [UInt8]
    package let commit: DecidingCommit

    package init(bytes: [UInt8], commit: DecidingCommit) {
        self.bytes = bytes
        self.commit = commit
    }
}

/// The precommits that decided a block, with their extensions where the chain has them.
package enum DecidingCommit: Sendable {
    case plain(Commit)
    case extended(ExtendedCommit)

    /// The precommits without extensions.
    package var commit: Commit {
        switch self {
        case .plain(let commit): commit
        case .extended(let commit): commit.commit
        }
    }
}
