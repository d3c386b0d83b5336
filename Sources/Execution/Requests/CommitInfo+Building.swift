package import ABCI
package import Chain
import Cryptography

extension ChainState {
    /// Who voted how for the last block, as the application is told with a block (CometBFT state/execution.go
    /// `BuildLastCommitInfo`); empty for the first one.
    package func lastCommitInfo(of block: Block) throws(RequestError) -> CommitInfo {
        if block.header.height == initialHeight { return CommitInfo() }
        let signatures = block.lastCommit?.signatures ?? []
        if signatures.count != lastValidators.count {
            throw RequestError(
                "commit size (\(signatures.count)) doesn't match validator set length (\(lastValidators.count)) "
                    + "at height \(block.header.height)")
        }
        return CommitInfo(
            round: block.lastCommit?.round ?? 0,
            votes: zip(lastValidators.validators, signatures).map { validator, signature in
                VoteInfo(validator: ABCIValidator(validator), blockIDFlag: signature.flag)
            })
    }

    /// Who voted how for the last block, with vote extensions, as the application is told before a proposal (CometBFT
    /// `BuildExtendedCommitInfo`); empty for the first one.
    package func extendedCommitInfo(_ commit: ExtendedCommit) throws(RequestError) -> ExtendedCommitInfo {
        if commit.height < initialHeight { return ExtendedCommitInfo() }
        let signatures = commit.signatures
        if signatures.count != lastValidators.count {
            throw RequestError(
                "extended commit size (\(signatures.count)) does not match validator set length "
                    + "(\(lastValidators.count)) at height \(commit.height)")
        }
        let isExtended = consensusParameters.abci.voteExtensionsEnabled(at: commit.height)
        var votes: [ExtendedVoteInfo] = []
        votes.reserveCapacity(signatures.count)
        for (index, (validator, signature)) in zip(lastValidators.validators, signatures).enumerated() {
            let address = signature.commitSig.validatorAddress
            if signature.flag != .absent && address != validator.address {
                throw RequestError(
                    "validator address of extended commit signature in position \(index) "
                        + "(\(address?.description ?? "")) does not match the corresponding validator's at height "
                        + "\(commit.height) (\(validator.address))")
            }
            do {
                try signature.validateExtensionPresence(isEnabled: isExtended)
            } catch {
                throw RequestError(
                    "commit at height \(commit.height) has problems with vote extension data; err \(error.message)")
            }
            votes.append(
                ExtendedVoteInfo(
                    validator: ABCIValidator(validator), voteExtension: signature.extension,
                    extensionSignature: signature.extensionSignature, blockIDFlag: signature.flag))
        }
        return ExtendedCommitInfo(round: commit.round, votes: votes)
    }
}
