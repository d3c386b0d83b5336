package import Chain

/// Where consensus stands at its height (CometBFT consensus/types `RoundState`).
package struct RoundStateInformation: Sendable {
    /// A block, or what has arrived of it.
    package struct BlockInformation: Sendable {
        /// Nil until all parts are there.
        package let block: Block?
        /// Nil until the parts' header is known.
        package let parts: PartSet?

        package init(block: Block?, parts: PartSet?) {
            self.block = block
            self.parts = parts
        }

        /// No block.
        package static let none = BlockInformation(block: nil, parts: nil)
    }

    /// The votes of one round.
    package struct RoundVotes: Sendable {
        package let prevotes: VoteSetInformation
        package let precommits: VoteSetInformation

        package init(prevotes: VoteSetInformation, precommits: VoteSetInformation) {
            self.prevotes = prevotes
            self.precommits = precommits
        }
    }

    package var height: Height
    package var round: Round
    /// CometBFT's number of the step: 1 new height, 2 new round, 3 propose, 4 prevote, 5 prevote wait, 6 precommit,
    /// 7 precommit wait, 8 commit.
    package var step: UInt8
    package var startTime: Timestamp
    /// When this node found the last block committed; Go's zero time before.
    package var commitTime: Timestamp
    package var validators: ValidatorSet
    package var proposal: Proposal?
    package var proposed = BlockInformation.none
    package var lockedRound = Round.none
    package var locked = BlockInformation.none
    package var validRound = Round.none
    package var valid = BlockInformation.none
    /// The votes of round 0 and the following, up to the highest round that this node follows.
    package var votes: [RoundVotes] = []
    package var commitRound = Round.none
    /// The precommits of the last height; nil at the first.
    package var lastCommit: VoteSetInformation?
    /// Nil where CometBFT has none.
    package var lastValidators: ValidatorSet?
    package var hasTriggeredTimeoutPrecommit = false

    /// The state in which a height begins.
    package init(
        height: Height, round: Round, step: UInt8, startTime: Timestamp, commitTime: Timestamp, validators: ValidatorSet
    ) {
        self.height = height
        self.round = round
        self.step = step
        self.startTime = startTime
        self.commitTime = commitTime
        self.validators = validators
    }
}
