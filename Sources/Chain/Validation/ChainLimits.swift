/// Sizes that every chain of this kind shares, whatever its parameters.
package enum ChainLimits {
    /// Bytes in a block at most (CometBFT `MaxBlockSizeBytes`, types/params.go).
    package static let blockBytesMaximum = 104_857_600
    /// Bytes in a part of a block but the last (`BlockPartSizeBytes`).
    package static let partBytes = 65_536
    /// Parts in a block at most (`MaxBlockPartsCount`): 1601.
    package static let partsMaximum = blockBytesMaximum / partBytes + 1
    /// Votes in a set, signatures in a commit and so validators at most (`MaxVotesCount`, types/vote_set.go).
    package static let votesMaximum = 10_000
    /// Signatures in a commit of any origin at most: what the largest block can hold, as an absent one takes 17 bytes. A
    /// chain's own commits have at most `votesMaximum`; evidence may bring the commit of an invented, larger set, and what
    /// CometBFT reads must be read here.
    package static let commitSignaturesMaximum = blockBytesMaximum / 17
    /// Bytes in a signature of a vote or proposal at most (`MaxSignatureSize`, types/signable.go).
    package static let signatureBytesMaximum = 64
    /// Bytes in a vote extension at most (`MaxVoteExtensionSize`, types/vote.go).
    package static let voteExtensionBytesMaximum = 1_048_576
    /// The version of the block's layout (`version.BlockProtocol`).
    package static let blockProtocol: UInt64 = 11
}
