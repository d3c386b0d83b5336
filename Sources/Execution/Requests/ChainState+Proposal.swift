package import ABCI
package import Chain
package import Cryptography
import Wire

extension ChainState {
    /// Bytes for transactions in the next block with this evidence, each with its tag and length.
    ///
    /// On a chain whose `max_bytes` is -1 the mempool is asked for all it has, and the application for this much.
    package func transactionBytesMaximum(evidence: EvidenceList) throws(RequestError) -> Int64 {
        do {
            return try BlockBudget.dataBytesMaximum(
                blockBytesMaximum: consensusParameters.block.bytesMaximum, evidenceBytes: Int64(evidence.byteSize),
                validatorCount: validators.count)
        } catch {
            throw RequestError(error.message)
        }
    }

    /// The next block with these contents (CometBFT state/state.go `MakeBlock`).
    ///
    /// - Parameter lastCommit: The commit of the last block; `Commit.empty` for the first one.
    package func makeBlock(
        transactions: [Transaction], lastCommit: Commit, evidence: EvidenceList, proposer: Address
    ) throws(RequestError) -> Block {
        var block = Block(
            height: nextHeight, transactions: transactions, lastCommit: lastCommit, evidence: evidence.evidence)
        block.header.version = version.consensus
        block.header.chainID = chainID
        block.header.time = try proposalTime(lastCommit)
        block.header.lastBlockID = lastBlockID
        block.header.validatorsHash = validators.hash
        block.header.nextValidatorsHash = nextValidators.hash
        block.header.consensusHash = consensusParameters.hash
        block.header.appHash = appHash
        block.header.lastResultsHash = lastResultsHash
        block.header.proposerAddress = proposer
        return block
    }

    /// The request to prepare the next block (CometBFT state/execution.go `CreateProposalBlock`).
    ///
    /// - Parameters:
    ///   - transactions: What the mempool gave for `transactionBytesMaximum` and the chain's `max_gas`.
    ///   - lastCommit: The commit of the last block with its extensions.
    package func prepareProposalRequest(
        transactions: [Transaction], lastCommit: ExtendedCommit, evidence: EvidenceList, proposer: Address
    ) throws(RequestError) -> RequestPrepareProposal {
        RequestPrepareProposal(
            maxTxBytes: try transactionBytesMaximum(evidence: evidence), txs: transactions,
            localLastCommit: try extendedCommitInfo(lastCommit),
            misbehavior: evidence.evidence.flatMap(\.misbehavior), height: nextHeight,
            time: try proposalTime(lastCommit.commit), nextValidatorsHash: nextValidators.hash,
            proposerAddress: proposer)
    }

    private func proposalTime(_ lastCommit: Commit) throws(RequestError) -> Timestamp {
        do {
            return try time(ofBlockAt: nextHeight, lastCommit: lastCommit)
        } catch {
            throw RequestError("error making block while calculating median time: \(error.message)")
        }
    }
}

extension ResponsePrepareProposal {
    /// Refuses transactions that take more bytes than the request allowed, each with its tag and length.
    package func check(_ request: RequestPrepareProposal) throws(AnswerRefusal) {
        do {
            try BlockData(txs).validate(bytesMaximum: request.maxTxBytes)
        } catch {
            throw .proposalTooLarge(bytesMaximum: request.maxTxBytes)
        }
    }
}
