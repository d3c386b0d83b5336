package import Cryptography
import Wire

/// A block's header: what came before it, what it contains and what its application state was.
package struct Header: Hashable, Sendable {
    package var version: BlockVersion
    package var chainID: ChainID
    package var height: Height
    /// Weighted median of the times in the last commit.
    package var time: Timestamp

    /// The block before; none in the first one.
    package var lastBlockID: BlockID

    /// Root over the last commit's signatures.
    package var lastCommitHash: Hash?
    /// Root over the hashes of the transactions.
    package var dataHash: Hash?

    /// Of the set that signs this block.
    package var validatorsHash: Hash?
    /// Of the set that signs the next block.
    package var nextValidatorsHash: Hash?
    /// Of the consensus parameters.
    package var consensusHash: Hash?
    /// The application's state after the block before.
    package var appHash: AppHash
    /// Root over the results of the transactions of the block before.
    package var lastResultsHash: Hash?

    /// Root over the evidence in this block.
    package var evidenceHash: Hash?
    package var proposerAddress: Address?

    package init(
        version: BlockVersion, chainID: ChainID, height: Height, time: Timestamp, lastBlockID: BlockID,
        lastCommitHash: Hash?, dataHash: Hash?, validatorsHash: Hash?, nextValidatorsHash: Hash?,
        consensusHash: Hash?, appHash: AppHash, lastResultsHash: Hash?, evidenceHash: Hash?, proposerAddress: Address?
    ) {
        self.version = version
        self.chainID = chainID
        self.height = height
        self.time = time
        self.lastBlockID = lastBlockID
        self.lastCommitHash = lastCommitHash
        self.dataHash = dataHash
        self.validatorsHash = validatorsHash
        self.nextValidatorsHash = nextValidatorsHash
        self.consensusHash = consensusHash
        self.appHash = appHash
        self.lastResultsHash = lastResultsHash
        self.evidenceHash = evidenceHash
        self.proposerAddress = proposerAddress
    }
}

extension Header: Validatable {
    /// CometBFT `Header.ValidateBasic`; the types already keep hashes and addresses to their lengths.
    package func validate() throws(ValidationError) {
        try Header.validate(version: version, chainID: chainID, height: height)
        if proposerAddress == nil { throw Header.invalidProposerAddress(size: 0) }
    }

    /// The rules that come before those about lengths.
    static func validate(version: BlockVersion, chainID: ChainID, height: Height) throws(ValidationError) {
        if version.block != ChainLimits.blockProtocol {
            // The space at the end is CometBFT's.
            throw ValidationError(
                "block protocol is incorrect: got: \(version.block), want: \(ChainLimits.blockProtocol) ")
        }
        let nameSize = chainID.text.bytes.count
        if nameSize > ChainID.sizeMaximum {
            throw ValidationError("chainID is too long; got: \(nameSize), max: \(ChainID.sizeMaximum)")
        }
        if height < 0 { throw ValidationError("negative Height") }
        if height == 0 { throw ValidationError("zero Height") }
    }

    static func invalidProposerAddress(size: Int) -> ValidationError {
        ValidationError("invalid ProposerAddress length; got: \(size), expected: \(Address.size)")
    }
}
