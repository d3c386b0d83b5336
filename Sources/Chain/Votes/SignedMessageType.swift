/// What a signature of consensus is for (tendermint.types.SignedMsgType).
package enum SignedMessageType: Int32, Hashable, Sendable {
    /// Any number that is none of the others: it passes no rule.
    case unknown = 0
    case prevote = 1
    case precommit = 2
    case proposal = 32

    /// Whether it is one of the two kinds of vote.
    package var isVote: Bool { self == .prevote || self == .precommit }
}
