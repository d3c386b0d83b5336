/// Where a validator stands within a round (CometBFT `RoundStepType`; the numbers are on the wire).
package enum RoundStep: UInt8, Sendable, Comparable {
    /// Waiting for the time at which the height starts, and for late precommits of the last one.
    case newHeight = 1
    /// Waiting for transactions, when empty blocks are not made.
    case newRound = 2
    case propose = 3
    case prevote = 4
    /// A quorum has prevoted, for nothing in particular.
    case prevoteWait = 5
    case precommit = 6
    /// Only names a timeout: while it runs, the step stays `precommit`.
    case precommitWait = 7
    /// A block is decided; its parts may still be missing.
    case commit = 8

    package static func < (left: RoundStep, right: RoundStep) -> Bool { left.rawValue < right.rawValue }
}
