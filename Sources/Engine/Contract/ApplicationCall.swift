package import ABCI
package import Chain
package import Consensus
package import Cryptography

/// A call of the application, in the order in which the engine wants them.
package enum ApplicationCall: Sendable {
    case initChain(RequestInitChain)
    case prepareProposal(RequestPrepareProposal, round: Round)
    case processProposal(RequestProcessProposal, block: Hash)
    case extendVote(RequestExtendVote, round: Round)
    /// Judges the extension of a peer's precommit.
    case verifyVoteExtension(RequestVerifyVoteExtension, VerifiedVote, from: NodeID)
    case finalizeBlock(RequestFinalizeBlock)
    /// Takes over what `finalizeBlock` made, in memory; its changes become durable with the block.
    case commit(height: Height)
    case checkTx(RequestCheckTx, key: Hash)
}

/// What the application answered; an error when it could not.
package enum ApplicationAnswer: Sendable {
    /// With what the genesis put into the application's own store.
    case initChain(Result<ResponseInitChain, ApplicationError>, changes: [StagedChange])
    case prepareProposal(Result<ResponsePrepareProposal, ApplicationError>, height: Height, round: Round)
    case processProposal(Result<ResponseProcessProposal, ApplicationError>, block: Hash, height: Height)
    case extendVote(Result<ResponseExtendVote, ApplicationError>, height: Height, round: Round)
    case verifyVoteExtension(
        Result<ResponseVerifyVoteExtension, ApplicationError>, vote: VerifiedVote, from: NodeID)
    /// With what the block changed in the application's own store.
    case finalizeBlock(Result<ResponseFinalizeBlock, ApplicationError>, changes: [StagedChange], height: Height)
    case commit(Result<ResponseCommit, ApplicationError>, height: Height)
    case checkTx(Result<ResponseCheckTx, ApplicationError>, key: Hash, type: CheckTxType)
}
