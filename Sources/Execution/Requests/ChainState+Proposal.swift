package import ABCI
package import Chain
package import Cryptography
import Wire

extension ChainState {
    /// The room for transactions in the next block with this evidence.
    package func room(evidenceBytes: Int64) throws(RequestError) -> BlockRoom {
        try BlockRoom(
            parameters: consensusParameters.block, evidenceBytes: evidenceBytes, validatorCount: validators.count)
    }

    /// The next block with these contents (CometBFT state/state.go `MakeBlock`).
    ///
    /// - Parameter lastCommit: The commit of the last block; `Commit.empty` for the first one.
    package func makeBlock(
        transactions: [Transaction], lastCommit: Commit, evidence: EvidenceList, proposer: Address
    ) throws(RequestError) -> Block {
        let time: Timestamp
        do {
            time = try self.time(ofBlockAt: nextHeight, lastCommit: lastCommit)
        } catch {
            throw RequestError("error making block while calculating median time: \(error.message)")
        }
        let data = BlockData(transactions: transactions)
        let header = Header(
            version: version.consensus, chainID: chainID, height: nextHeight, time: time, lastBlockID: lastBlockID,
            lastCommitHash: lastCommit.hash, dataHash: data.hash, validatorsHash: validators.hash,
            nextValidatorsHash: nextValidators.hash, consensusHash: consensusParameters.hash, appHash: appHash,
            lastResultsHash: lastResultsHash, evidenceHash: evidence.hash, proposerAddress: proposer)
        return Block(header: header, data: data, evidence: evidence, lastCommit: lastCommit)
    }

    /// The request to prepare the next block (CometBFT state/execution.go `CreateProposalBlock`).
    ///
    /// - Parameter transactions: What the mempool gave for `room`.
    package func prepareProposalRequest(
        transactions: [Transaction], lastCommit: ExtendedCommit, evidence: EvidenceList, proposer: Address
    ) throws(RequestError) -> RequestPrepareProposal {
        let header = try makeBlock(
            transactions: transactions, lastCommit: lastCommit.commit, evidence: evidence, proposer: proposer
        ).header
        return RequestPrepareProposal(
            maxTxBytes: try room(evidenceBytes: Int64(evidence.byteSize)).transactionBytesMaximum, txs: transactions,
            localLastCommit: try extendedCommitInfo(lastCommit), misbehavior: evidence.items.flatMap(\.misbehavior),
            height: header.height, time: header.time, nextValidatorsHash: header.nextValidatorsHash,
            proposerAddress: proposer)
    }
}

extension ResponsePrepareProposal {
    /// Refuses transactions that take more bytes than the request allowed, each with its tag and length.
    package func check(bytesMaximum: Int64) throws(AnswerRefusal) {
        var bytes: Int64 = 0
        for transaction in txs {
            let count = transaction.bytes.count
            bytes += Int64(1 + Varint.size(UInt64(count)) + count)
            if bytes > bytesMaximum { throw .proposalTooLarge(bytesMaximum: bytesMaximum) }
        }
    }
}
