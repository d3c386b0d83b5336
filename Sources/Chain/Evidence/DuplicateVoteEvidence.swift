package import Cryptography
import Wire

/// Two votes of one validator for the same height, round and step that are not for the same block.
package struct DuplicateVoteEvidence: Hashable, Sendable {
    /// The vote whose block's key comes first.
    package let voteA: Vote
    package let voteB: Vote
    /// Of the validator set at that height.
    package let totalVotingPower: VotingPower
    /// Of the validator that signed both.
    package let validatorPower: VotingPower
    /// Time of the block at that height.
    package let timestamp: Timestamp

    package init(
        voteA: Vote, voteB: Vote, totalVotingPower: VotingPower, validatorPower: VotingPower, timestamp: Timestamp
    ) {
        self.voteA = voteA
        self.voteB = voteB
        self.totalVotingPower = totalVotingPower
        self.validatorPower = validatorPower
        self.timestamp = timestamp
    }

    /// Evidence of two votes in either order.
    ///
    /// - Parameters:
    ///   - blockTime: Time of the block at the votes' height.
    ///   - validators: The set at that height.
    package init(
        _ vote: Vote, _ otherVote: Vote, blockTime: Timestamp, validators: ValidatorSet
    ) throws(ValidationError) {
        guard let address = vote.validatorAddress, let index = validators.index(of: address),
            let validator = validators.validator(at: index)
        else {
            throw ValidationError("validator \(vote.validatorAddress?.description ?? "") not in validator set")
        }
        let isInOrder = vote.blockID.key.lexicographicallyPrecedes(otherVote.blockID.key)
        self.init(
            voteA: isInOrder ? vote : otherVote, voteB: isInOrder ? otherVote : vote,
            totalVotingPower: validators.totalPower, validatorPower: validator.votingPower, timestamp: blockTime)
    }

    /// The height of both votes.
    package var height: Height { voteA.height }

    /// SHA-256 of the protobuf form.
    package var hash: Hash { SHA256.hash(protobuf) }
}

extension DuplicateVoteEvidence: Validatable {
    /// CometBFT `DuplicateVoteEvidence.ValidateBasic`. Whether the two votes contradict each other, and who signed them,
    /// is checked against the chain's state.
    package func validate() throws(ValidationError) {
        try voteA.validate(as: "invalid VoteA")
        try voteB.validate(as: "invalid VoteB")
        if !voteA.blockID.key.lexicographicallyPrecedes(voteB.blockID.key) {
            throw ValidationError("duplicate votes in invalid order")
        }
    }
}
