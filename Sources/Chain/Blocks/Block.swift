package import Cryptography
import Wire

/// A block: the header, and all that the header commits to.
package struct Block: Hashable, Sendable {
    package var header: Header
    package let data: BlockData
    package let evidence: [Evidence]
    /// The commit of the block before; an empty one in the first block. Nil only in what has not been validated.
    package let lastCommit: Commit?

    package init(header: Header, data: BlockData, evidence: [Evidence], lastCommit: Commit?) {
        self.header = header
        self.data = data
        self.evidence = evidence
        self.lastCommit = lastCommit
    }

    /// A new block: the hashes over its contents are filled in, what depends on the chain's state is left to the caller.
    package init(
        height: Height, transactions: [Transaction], lastCommit: Commit, evidence: [Evidence]
    ) {
        let data = BlockData(transactions)
        self.init(
            header: Header(
                version: BlockVersion(app: 0), chainID: "", height: height, time: .zero, lastBlockID: .none,
                lastCommitHash: lastCommit.hash, dataHash: data.hash, validatorsHash: nil, nextValidatorsHash: nil,
                consensusHash: nil, appHash: .empty, lastResultsHash: nil,
                evidenceHash: EvidenceList(evidence).hash, proposerAddress: nil),
            data: data, evidence: evidence, lastCommit: lastCommit)
    }

    package var height: Height { header.height }

    /// The header's hash; nil for an incomplete block.
    package var hash: Hash? { lastCommit == nil ? nil : header.hash }

    /// The block's bytes in parts of 64 KiB.
    package func partSet() -> PartSet {
        PartSet(splitting: protobuf)
    }
}

extension Block: Validatable {
    /// CometBFT `Block.ValidateBasic`: all that can be said without the chain's state.
    package func validate() throws(ValidationError) {
        try header.validate(as: "invalid header")
        guard let lastCommit else { throw ValidationError("nil LastCommit") }
        try lastCommit.validate(as: "wrong LastCommit")
        try Block.compare("LastCommitHash", expected: lastCommit.hash, got: header.lastCommitHash)
        try Block.compare("DataHash", expected: data.hash, got: header.dataHash)
        for (index, piece) in evidence.enumerated() {
            try piece.validate(as: "invalid evidence (#\(index))")
        }
        // Here CometBFT tells the two the other way round.
        try Block.compare("EvidenceHash", expected: header.evidenceHash, got: EvidenceList(evidence).hash)
    }

    private static func compare(_ name: String, expected: Hash?, got: Hash?) throws(ValidationError) {
        if expected != got {
            throw ValidationError(
                "wrong Header.\(name). Expected \(expected?.description ?? ""), got \(got?.description ?? "")")
        }
    }
}
