import Engine

/// The kinds of events, as numbers of a recording and as names for who reads.
///
/// A case that `Event` gains is missed by the compiler in `Event.kind`, and one that this gains in `ValueReader.event`.
package enum EventKind: UInt8, CaseIterable, Sendable {
    case start = 1
    case timeout
    case proposalSigned
    case voteSigned
    case answeredInitChain
    case answeredPrepareProposal
    case answeredProcessProposal
    case answeredExtendVote
    case answeredVerifyVoteExtension
    case answeredFinalizeBlock
    case answeredCommit
    case answeredCheckTx
    case blockVerified
    case evidenceVerified
    case committed
    case submitted
    case evidenceSubmitted
    case clientLeft
    case peerConnected
    case peerDisconnected
    case message
    case sent
    case voteVerified
    case proposalVerified
    case blockLoaded
    case gossipDue
    case commitExamined
    case syncDue
    case relayDue
}

extension Engine.Event {
    /// Which kind of event it is.
    package var kind: EventKind {
        switch self {
        case .start: .start
        case .timeout: .timeout
        case .proposalSigned: .proposalSigned
        case .voteSigned: .voteSigned
        case .answered(let answer): answer.kind
        case .blockVerified: .blockVerified
        case .evidenceVerified: .evidenceVerified
        case .committed: .committed
        case .submitted: .submitted
        case .evidenceSubmitted: .evidenceSubmitted
        case .clientLeft: .clientLeft
        case .peerConnected: .peerConnected
        case .peerDisconnected: .peerDisconnected
        case .message: .message
        case .sent: .sent
        case .voteVerified: .voteVerified
        case .proposalVerified: .proposalVerified
        case .blockLoaded: .blockLoaded
        case .gossipDue: .gossipDue
        case .commitExamined: .commitExamined
        case .syncDue: .syncDue
        case .relayDue: .relayDue
        }
    }
}

extension ApplicationAnswer {
    var kind: EventKind {
        switch self {
        case .initChain: .answeredInitChain
        case .prepareProposal: .answeredPrepareProposal
        case .processProposal: .answeredProcessProposal
        case .extendVote: .answeredExtendVote
        case .verifyVoteExtension: .answeredVerifyVoteExtension
        case .finalizeBlock: .answeredFinalizeBlock
        case .commit: .answeredCommit
        case .checkTx: .answeredCheckTx
        }
    }
}
