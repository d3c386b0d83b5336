package import Engine

/// The kinds of effects, as numbers of a recording and as names for who reads.
///
/// A case that `Action` or `ApplicationCall` gains is missed by the compiler in `Action.kind`.
package enum ActionKind: UInt8, CaseIterable, Sendable {
    case append = 1
    case truncateLog
    case schedule
    case signProposal
    case signVote
    case callInitChain
    case callPrepareProposal
    case callProcessProposal
    case callExtendVote
    case callVerifyVoteExtension
    case callFinalizeBlock
    case callCommit
    case callCheckTx
    case verifyBlock
    case verifyEvidence
    case initialize
    case commit
    case send
    case verifyVote
    case verifyProposal
    case loadBlock
    case scheduleGossip
    case disconnect
    case reply
    case publish
    case stop
    case examineCommit
    case scheduleSync
    case scheduleRelay
}

extension Action {
    /// Which kind of effect it is.
    package var kind: ActionKind {
        switch self {
        case .append: .append
        case .truncateLog: .truncateLog
        case .schedule: .schedule
        case .signProposal: .signProposal
        case .signVote: .signVote
        case .call(let call): call.kind
        case .verifyBlock: .verifyBlock
        case .verifyEvidence: .verifyEvidence
        case .initialize: .initialize
        case .commit: .commit
        case .send: .send
        case .verifyVote: .verifyVote
        case .verifyProposal: .verifyProposal
        case .loadBlock: .loadBlock
        case .scheduleGossip: .scheduleGossip
        case .disconnect: .disconnect
        case .reply: .reply
        case .publish: .publish
        case .stop: .stop
        case .examineCommit: .examineCommit
        case .scheduleSync: .scheduleSync
        case .scheduleRelay: .scheduleRelay
        }
    }
}

extension ApplicationCall {
    var kind: ActionKind {
        switch self {
        case .initChain: .callInitChain
        case .prepareProposal: .callPrepareProposal
        case .processProposal: .callProcessProposal
        case .extendVote: .callExtendVote
        case .verifyVoteExtension: .callVerifyVoteExtension
        case .finalizeBlock: .callFinalizeBlock
        case .commit: .callCommit
        case .checkTx: .callCheckTx
        }
    }
}
