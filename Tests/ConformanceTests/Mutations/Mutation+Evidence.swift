import Chain
import Conformance
import Cryptography
import Execution
import Wire

extension Laboratory {
    /// A block id that no block has.
    func strangeID(_ generator: inout SplitMix64) -> BlockID {
        let hash = Hash((0..<Hash.size).map { _ in UInt8.random(in: 0...255, using: &generator) })
        return BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash))
    }

    /// Proof that a validator voted twice at an earlier height; nil when there is none or no key is known.
    ///
    /// - Parameter stranger: Takes the place of the validator, with a key that no validator has.
    func equivocation(
        before index: Int, at offender: Int? = nil, stranger: Bool = false, _ generator: inout SplitMix64
    ) -> DuplicateVoteEvidence? {
        guard let earlier = offender ?? (0..<index).randomElement(using: &generator) else { return nil }
        let set = state(earlier).validators, header = blocks[earlier].header
        guard let place = set.validators.indices.randomElement(using: &generator) else { return nil }
        var validator = set.validators[place]
        if stranger, let key = Ed25519PublicKey(Array(repeating: 7, count: 32)) {
            validator = Validator(publicKey: .ed25519(key), votingPower: validator.votingPower)
        }
        let votes = (0..<2).map { _ in
            vote(
                .prevote, for: strangeID(&generator), at: header.height, time: header.time,
                by: set.validators[place], index: place)
        }
        guard var first = votes[0], var second = votes[1] else { return nil }
        if stranger {
            first.validatorAddress = validator.address
            second.validatorAddress = validator.address
        }
        let isOrdered = first.blockID.key.lexicographicallyPrecedes(second.blockID.key)
        return DuplicateVoteEvidence(
            voteA: isOrdered ? first : second, voteB: isOrdered ? second : first, totalVotingPower: set.totalPower,
            validatorPower: validator.votingPower, timestamp: header.time)
    }
}

extension DuplicateVoteEvidence {
    func with(
        voteA: Vote? = nil, voteB: Vote? = nil, totalVotingPower: VotingPower? = nil,
        validatorPower: VotingPower? = nil, timestamp: Timestamp? = nil
    ) -> DuplicateVoteEvidence {
        DuplicateVoteEvidence(
            voteA: voteA ?? self.voteA, voteB: voteB ?? self.voteB,
            totalVotingPower: totalVotingPower ?? self.totalVotingPower,
            validatorPower: validatorPower ?? self.validatorPower, timestamp: timestamp ?? self.timestamp)
    }
}

extension Mutation {
    /// Evidence that proves nothing, or nothing new.
    static let evidence: [Mutation] = [
        forged("votes in the wrong order", .evidence) { evidence, _ in
            evidence.with(voteA: evidence.voteB, voteB: evidence.voteA)
        },
        forged("the same vote twice", .evidence) { evidence, _ in evidence.with(voteB: evidence.voteA) },
        forged("signature", .evidenceValidity) { evidence, generator in
            var vote = evidence.voteB
            vote.signature = Signature(vote.signature.bytes.flippingBit(&generator))
            return evidence.with(voteB: vote)
        },
        forged("another round", .evidenceValidity) { evidence, _ in
            var vote = evidence.voteB
            vote.round = vote.round.next
            return evidence.with(voteB: vote)
        },
        forged("time", .evidenceValidity) { evidence, _ in
            evidence.with(timestamp: evidence.timestamp.adding(nanoseconds: 1))
        },
        forged("power", .evidenceValidity) { evidence, _ in
            evidence.with(validatorPower: VotingPower(evidence.validatorPower.rawValue + 1))
        },
        forged("total power", .evidenceValidity) { evidence, _ in
            evidence.with(totalVotingPower: VotingPower(evidence.totalVotingPower.rawValue + 1))
        },
        .block("evidence: of a stranger", fails: .block(.evidenceValidity)) { laboratory, index, block, generator in
            laboratory.equivocation(before: index, stranger: true, &generator).map { evidence in
                block.with(evidence: [.duplicateVote(evidence)])
            }
        },
        .block("evidence: of this height", fails: .block(.evidenceValidity)) { laboratory, index, block, generator in
            laboratory.equivocation(before: index, at: index, &generator).map { evidence in
                block.with(evidence: [.duplicateVote(evidence)])
            }
        },
        .block("evidence: twice", fails: .block(.evidenceValidity)) { laboratory, index, block, generator in
            laboratory.equivocation(before: index, &generator).map { evidence in
                block.with(evidence: [.duplicateVote(evidence), .duplicateVote(evidence)])
            }
        },
        .block("evidence: again", fails: .block(.evidenceValidity)) { laboratory, index, block, generator in
            laboratory.blocks[..<index].flatMap(\.evidence).randomElement(using: &generator).map { evidence in
                block.with(evidence: [evidence])
            }
        },
        .block("evidence: too much", fails: .block(.evidenceSize)) { laboratory, index, block, generator in
            laboratory.equivocation(before: index, &generator).map { evidence in
                let piece = Evidence.duplicateVote(evidence)
                let limit = Int(laboratory.state(index).consensusParameters.evidence.maxBytes)
                let count = limit / EvidenceList([piece]).byteSize + 1
                return block.with(evidence: Array(repeating: piece, count: count))
            }
        },
        // Valid, so that the block is taken; but the application punishes for it, and the results are others.
        .otherBlock("evidence: true", fails: ["application's answer", "next state"]) {
            laboratory, index, block, generator in
            laboratory.equivocation(before: index, &generator).map { evidence in
                block.with(evidence: [.duplicateVote(evidence)])
            }
        },
    ]

    /// Evidence of a true equivocation with one thing changed.
    private static func forged(
        _ name: String, _ check: BlockCheck,
        _ change: @escaping @Sendable (DuplicateVoteEvidence, inout SplitMix64) -> DuplicateVoteEvidence
    ) -> Mutation {
        .block("evidence: \(name)", fails: .block(check)) { laboratory, index, block, generator in
            laboratory.equivocation(before: index, &generator).map { evidence in
                block.with(evidence: [.duplicateVote(change(evidence, &generator))])
            }
        }
    }
}
