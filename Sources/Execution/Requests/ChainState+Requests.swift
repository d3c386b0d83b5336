package import ABCI
package import Chain
import Cryptography

extension ChainState {
    /// The request to judge a proposed block.
    package func processProposalRequest(_ block: Block) throws(RequestError) -> RequestProcessProposal {
        let header = block.header
        return RequestProcessProposal(
            txs: block.data.transactions, proposedLastCommit: try lastCommitInfo(of: block),
            misbehavior: block.evidence.flatMap(\.misbehavior), hash: header.hash, height: header.height,
            time: header.time, nextValidatorsHash: header.nextValidatorsHash, proposerAddress: header.proposerAddress)
    }

    /// The request to execute a decided block.
    package func finalizeBlockRequest(_ block: Block) throws(RequestError) -> RequestFinalizeBlock {
        let header = block.header
        return RequestFinalizeBlock(
            txs: block.data.transactions, decidedLastCommit: try lastCommitInfo(of: block),
            misbehavior: block.evidence.flatMap(\.misbehavior), hash: header.hash, height: header.height,
            time: header.time, nextValidatorsHash: header.nextValidatorsHash, proposerAddress: header.proposerAddress)
    }

    /// The request to extend a precommit for a block.
    package func extendVoteRequest(_ block: Block) throws(RequestError) -> RequestExtendVote {
        let header = block.header
        return RequestExtendVote(
            hash: header.hash, height: header.height, time: header.time, txs: block.data.transactions,
            proposedLastCommit: try lastCommitInfo(of: block), misbehavior: block.evidence.flatMap(\.misbehavior),
            nextValidatorsHash: header.nextValidatorsHash, proposerAddress: header.proposerAddress)
    }
}

extension RequestVerifyVoteExtension {
    /// The request to judge the extension of another validator's precommit.
    package init(_ vote: Vote) {
        self.init(
            hash: vote.blockID.hash, validatorAddress: vote.validatorAddress, height: vote.height,
            voteExtension: vote.extension)
    }
}

extension ResponseProcessProposal {
    /// The verdict; refused where there is none.
    package func isAccepted() throws(AnswerRefusal) -> Bool {
        if status == .unknown { throw .noVerdict("ProcessProposal") }
        return status == .accept
    }
}

extension ResponseVerifyVoteExtension {
    /// The verdict; refused where there is none.
    package func isAccepted() throws(AnswerRefusal) -> Bool {
        if status == .unknown { throw .noVerdict("VerifyVoteExtension") }
        return status == .accept
    }
}
