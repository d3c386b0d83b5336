import Chain
import Cryptography

extension SigningValidators {
    /// A header of this height with the commit these validators sign.
    func lightBlock(
        height: Height, time: Timestamp = SigningValidators.time, next: ValidatorSet? = nil,
        flags: [BlockIDFlag]? = nil
    ) -> LightBlock {
        let header = Header(
            version: BlockVersion(block: 11, app: 0), chainID: chainID, height: height, time: time,
            lastBlockID: SigningValidators.blockID, lastCommitHash: nil, dataHash: nil, validatorsHash: set.hash,
            nextValidatorsHash: (next ?? set).hash, consensusHash: nil, appHash: .empty, lastResultsHash: nil,
            evidenceHash: nil, proposerAddress: set.validators[0].address)
        let blockID = BlockID(hash: header.hash, partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([3])))
        return LightBlock(
            signedHeader: SignedHeader(
                header: header, commit: commit(height: height, flags: flags, blockID: blockID)),
            validatorSet: set)
    }
}
