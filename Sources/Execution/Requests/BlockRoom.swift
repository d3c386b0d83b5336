package import Chain

/// How many bytes of a block are left for transactions (CometBFT types/block.go `MaxDataBytes`).
package struct BlockRoom: Hashable, Sendable {
    /// A header's size at most, for an app hash of up to 32 bytes (`MaxHeaderBytes`).
    package static let headerBytesMaximum: Int64 = 626
    /// What else a block takes around its transactions (`MaxOverheadForBlock`).
    package static let overheadBytesMaximum: Int64 = 11
    /// A commit's size at most but for its signatures (`MaxCommitOverheadBytes`).
    package static let commitOverheadBytesMaximum: Int64 = 94
    /// A commit's signature with its place (`MaxCommitSigBytes`), with its tag and length (2 bytes).
    package static let commitSignatureBytesMaximum: Int64 = 109 + 2

    /// The most bytes the transactions may take, each with its tag and length.
    package let transactionBytesMaximum: Int64
    /// What to ask the mempool for: the same, or -1 on a chain without a limit of its own.
    package let reapBytesMaximum: Int64
    /// The most gas they may want; -1 for no limit.
    package let gasMaximum: Int64

    /// Of a block with this evidence and a commit of so many validators.
    package init(
        parameters: BlockParameters, evidenceBytes: Int64, validatorCount: Int
    ) throws(RequestError) {
        let commitBytes =
            BlockRoom.commitOverheadBytesMaximum + BlockRoom.commitSignatureBytesMaximum * Int64(validatorCount)
        let taken = BlockRoom.overheadBytesMaximum + BlockRoom.headerBytesMaximum + commitBytes + evidenceBytes
        let left = parameters.bytesMaximum - taken
        if left < 0 {
            throw RequestError(
                "Negative MaxDataBytes. Block.MaxBytes=\(parameters.bytesMaximum) is too small to accommodate "
                    + "header&lastCommit&evidence=\(taken)")
        }
        transactionBytesMaximum = left
        reapBytesMaximum = parameters.maxBytes == -1 ? -1 : left
        gasMaximum = parameters.maxGas
    }
}
