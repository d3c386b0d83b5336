package import ABCI
package import Chain
package import Consensus
package import Cryptography

/// A call of the application, in the order in which the engine wants them. All but checks are `indirect`, as in `Event`.
package enum ApplicationCall: Sendable {
    indirect case initChain(RequestInitChain)
    indirect case prepareProposal(RequestPrepareProposal, round: Round)
    indirect case processProposal(RequestProcessProposal, block: Hash)
    indirect case extendVote(RequestExtendVote, round: Round)
    /// Judges the extension of a peer's precommit.
    indirect case verifyVoteExtension(RequestVerifyVoteExtension, VerifiedVote, from: NodeID)
    indirect case finalizeBlock(RequestFinalizeBlock)
    /// Takes over what `finalizeBlock` made, in memory; its changes become durable with the block.
    case commit(height: Height)
    case checkTx(RequestCheckTx, key: Hash)
}

/// What the application answered; an error when it could not. All but checks are `indirect`, as in `Event`.
package enum ApplicationAnswer: Sendable {
    /// With what the genesis put into the application's own store.
    indirect case initChain(Result<ResponseInitChain, ApplicationError>, changes: [StagedChange])
    indirect case prepareProposal(Result<ResponsePrepareProposal, ApplicationError>, height: Height, round: Round)
    indirect case processProposal(Result<ResponseProcessProposal, ApplicationError>, block: Hash, height: Height)
    indirect case extendVote(Result<ResponseExtendVote, ApplicationError>, height: Height, round: Round)
    indirect case verifyVoteExtension(
        Result<ResponseVerifyVoteExtension, ApplicationError>, vote: VerifiedVote, from: NodeID)
    /// With what the block changed in the application's own store.
    indirect case finalizeBlock(
        Result<ResponseFinalizeBlock, ApplicationError>, changes: [StagedChange], height: Height)
    indirect case commit(Result<ResponseCommit, ApplicationError>, height: Height)
    case checkTx(Result<ResponseCheckTx, ApplicationError>, key: Hash, type: CheckTxType)
}
