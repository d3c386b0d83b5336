/// How many bytes of a block are left for transactions.
package enum BlockBudget {
    /// A header at most, with an application hash of 32 bytes (CometBFT `MaxHeaderBytes`).
    package static let headerBytesMaximum: Int64 = 626
    /// Tags and lengths of a block's parts, but for those of single transactions (`MaxOverheadForBlock`).
    package static let overheadBytesMaximum: Int64 = 11
    /// A commit without signatures (`MaxCommitOverheadBytes`).
    package static let commitOverheadBytesMaximum: Int64 = 94
    /// A signature in a commit, without tag and length (`MaxCommitSigBytes`).
    package static let commitSigBytesMaximum: Int64 = 109

    /// A commit of a set of so many validators at most, at most 10 000 of them.
    package static func commitBytesMaximum(validatorCount: Int) -> Int64 {
        commitOverheadBytesMaximum + (commitSigBytesMaximum + 2) * Int64(validatorCount)
    }

    /// Bytes for transactions in a block with this much evidence; an error where CometBFT's `MaxDataBytes` panics.
    ///
    /// - Parameter blockBytesMaximum: The chain's parameter, resolved if it is -1.
    package static func dataBytesMaximum(
        blockBytesMaximum: Int64, evidenceBytes: Int64, validatorCount: Int
    ) throws(ValidationError) -> Int64 {
        try rest(
            of: blockBytesMaximum, without: fixedBytes(validatorCount) + evidenceBytes, name: "MaxDataBytes")
    }

    /// Bytes for transactions in a block whose evidence is not counted (`MaxDataBytesNoEvidence`).
    package static func dataBytesMaximumWithoutEvidence(
        blockBytesMaximum: Int64, validatorCount: Int
    ) throws(ValidationError) -> Int64 {
        try rest(of: blockBytesMaximum, without: fixedBytes(validatorCount), name: "MaxDataBytesNoEvidence")
    }

    private static func fixedBytes(_ validatorCount: Int) -> Int64 {
        overheadBytesMaximum + headerBytesMaximum + commitBytesMaximum(validatorCount: validatorCount)
    }

    private static func rest(
        of blockBytesMaximum: Int64, without used: Int64, name: String
    ) throws(ValidationError) -> Int64 {
        if used > blockBytesMaximum {
            throw ValidationError(
                "Negative \(name). Block.MaxBytes=\(blockBytesMaximum) is too small to accommodate "
                    + "header&lastCommit&evidence=\(used)")
        }
        return blockBytesMaximum - used
    }
}
