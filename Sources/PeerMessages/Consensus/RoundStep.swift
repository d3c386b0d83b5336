/// Where in a round a node stands (CometBFT `RoundStepType`).
package enum RoundStep: UInt8, Hashable, Sendable, CaseIterable {
    case newHeight = 1
    case newRound = 2
    case propose = 3
    case prevote = 4
    case prevoteWait = 5
    case precommit = 6
    case precommitWait = 7
    case commit = 8
}

extension RoundStep: Comparable {
    package static func < (left: RoundStep, right: RoundStep) -> Bool { left.rawValue < right.rawValue }
}

extension RoundStep: CustomStringConvertible {
    /// The name in CometBFT's logs and RPC.
    package var description: String {
        switch self {
        case .newHeight: "RoundStepNewHeight"
        case .newRound: "RoundStepNewRound"
        case .propose: "RoundStepPropose"
        case .prevote: "RoundStepPrevote"
        case .prevoteWait: "RoundStepPrevoteWait"
        case .precommit: "RoundStepPrecommit"
        case .precommitWait: "RoundStepPrecommitWait"
        case .commit: "RoundStepCommit"
        }
    }
}
