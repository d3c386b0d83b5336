import Chain
import Cryptography
import Execution

/// Checks a block against the state before it again, and in its own way: the product's rules may be what is broken.
struct BlockCheck {
    /// The state after the block before.
    let state: ChainState
    /// Addresses of validators that do not lie.
    let honest: Set<Address>

    /// What is wrong with the block; nil for nothing.
    func fault(_ block: Block) -> String? {
        let header = block.header
        if header.height != state.nextHeight { return "its height is \(header.height)" }
        if header.lastBlockID != state.lastBlockID { return "it follows another block" }
        if header.appHash != state.appHash { return "its application hash is another" }
        if header.lastResultsHash != state.lastResultsHash { return "its results are others" }
        if header.validatorsHash != state.validators.hash || header.nextValidatorsHash != state.nextValidators.hash {
            return "its validators are others"
        }
        if header.consensusHash != state.consensusParameters.hash { return "its parameters are others" }
        if header.dataHash != block.data.hash { return "its transactions are others" }
        if state.validators.validators.allSatisfy({ $0.address != header.proposerAddress }) {
            return "its proposer is no validator"
        }
        return timeFault(block) ?? evidenceFault(block)
    }

    /// A block's time is one that its last commit has, and later than the block before.
    private func timeFault(_ block: Block) -> String? {
        let time = block.header.time
        guard let commit = block.lastCommit, !commit.signatures.isEmpty else { return nil }
        if time <= state.lastBlockTime { return "it is not later than the block before" }
        let isVoted = commit.signatures.contains { $0.flag != .absent && $0.timestamp == time }
        return isVoted ? nil : "nobody voted at its time"
    }

    private func evidenceFault(_ block: Block) -> String? {
        for case .duplicateVote(let evidence) in block.evidence {
            let votes = [evidence.voteA, evidence.voteB]
            if let accused = votes.lazy.compactMap(\.validatorAddress).first(where: honest.contains) {
                return "it accuses \(accused), which does not lie"
            }
        }
        return nil
    }
}
