import Chain

/// What a validator signs in a round, in the order in which it does.
package enum SignStep: Int8, Hashable, Comparable, Sendable, CaseIterable {
    /// Nothing: the state of a key that has not signed yet.
    case none = 0
    case propose = 1
    case prevote = 2
    case precommit = 3

    package static func < (left: SignStep, right: SignStep) -> Bool { left.rawValue < right.rawValue }

    /// The step of a vote of this type; nil when it is none of the two kinds of vote.
    init?(vote type: SignedMessageType) {
        switch type {
        case .prevote: self = .prevote
        case .precommit: self = .precommit
        case .proposal, .unknown: return nil
        }
    }
}

extension SignStep: CustomStringConvertible {
    /// The number, as CometBFT's texts have it.
    package var description: String { String(rawValue) }
}
