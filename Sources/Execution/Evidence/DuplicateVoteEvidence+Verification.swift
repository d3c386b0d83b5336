package import Chain
import Cryptography

extension DuplicateVoteEvidence {
    /// Checks that a validator of that height signed both votes, and that powers are what they were (CometBFT
    /// evidence/verify.go `VerifyDuplicateVote`). The evidence's own rules (`validate`) must hold.
    ///
    /// - Parameter validators: The set of the votes' height.
    package func verify(chainID: ChainID, validators: ValidatorSet) throws(EvidenceRejection) {
        let address = voteA.validatorAddress
        guard let index = address.flatMap({ validators.index(of: $0) }), let validator = validators.validator(at: index)
        else {
            throw EvidenceRejection(
                "address \(address?.description ?? "") was not a validator at height \(voteA.height)")
        }
        try checkVotesConflict()
        // That the key's address is the validator's holds by construction of the set.
        if validator.votingPower != validatorPower {
            throw EvidenceRejection(
                "validator power from evidence and our validator set does not match "
                    + "(\(validatorPower) != \(validator.votingPower))")
        }
        if validators.totalPower != totalVotingPower {
            throw EvidenceRejection(
                "total voting power from the evidence and our validator set does not match "
                    + "(\(totalVotingPower) != \(validators.totalPower))")
        }
        for (vote, name) in [(voteA, "VoteA"), (voteB, "VoteB")] {
            if !validator.publicKey.verify(vote.signature, of: vote.signBytes(chainID: chainID)) {
                throw EvidenceRejection("verifying \(name): invalid signature")
            }
        }
    }

    /// Same place, same validator, another block.
    private func checkVotesConflict() throws(EvidenceRejection) {
        if voteA.height != voteB.height || voteA.round != voteB.round || voteA.type != voteB.type {
            throw EvidenceRejection(
                "h/r/s does not match: \(DuplicateVoteEvidence.place(voteA)) vs \(DuplicateVoteEvidence.place(voteB))")
        }
        if voteA.validatorAddress != voteB.validatorAddress {
            throw EvidenceRejection(
                "validator addresses do not match: \(voteA.validatorAddress?.description ?? "") vs "
                    + (voteB.validatorAddress?.description ?? ""))
        }
        if voteA.blockID == voteB.blockID {
            throw EvidenceRejection("block IDs are the same (\(voteA.blockID)) - not a real duplicate vote")
        }
    }

    private static func place(_ vote: Vote) -> String {
        "\(vote.height)/\(vote.round)/\(vote.type.goName)"
    }
}

extension SignedMessageType {
    /// The name that protobuf's Go code prints.
    fileprivate var goName: String {
        switch self {
        case .unknown: "SIGNED_MSG_TYPE_UNKNOWN"
        case .prevote: "SIGNED_MSG_TYPE_PREVOTE"
        case .precommit: "SIGNED_MSG_TYPE_PRECOMMIT"
        case .proposal: "SIGNED_MSG_TYPE_PROPOSAL"
        }
    }
}
