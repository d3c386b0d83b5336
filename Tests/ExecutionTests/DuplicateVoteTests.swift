import Chain
import Cryptography
import Execution
import Testing
import Wire

@Suite("Evidence of two votes")
struct DuplicateVoteTests {
    private func chain() throws -> TestChain {
        var chain = try TestChain()
        try chain.grow(by: 3)
        return chain
    }

    private func reason(_ chain: TestChain, _ evidence: DuplicateVoteEvidence) -> String? {
        let evidence = Evidence.duplicateVote(evidence)
        return #expect(throws: EvidenceRejection.self) {
            try chain.state.verify(evidence, chain.history(evidence))
        }?.message
    }

    @Test("Two signed votes for different blocks are proof")
    func valid() throws {
        let chain = try chain()
        for index in 0..<4 {
            let evidence = Evidence.duplicateVote(try chain.duplicateVote(at: 2, by: index))
            try evidence.validate()
            try chain.state.verify(evidence, chain.history(evidence))
            let block = try chain.block(evidence: [evidence])
            try chain.state.check(block)
            try chain.state.checkEvidence(
                block.evidence, isCommitted: { _ in false }, history: { chain.history($0) })
        }
    }

    @Test("Evidence with one thing wrong is refused for that")
    func invalid() throws {
        let chain = try chain()
        let good = try chain.duplicateVote(at: 2)
        func changed(
            voteA: Vote? = nil, voteB: Vote? = nil, total: Int64 = 40, power: Int64 = 10, time: Timestamp? = nil
        ) -> DuplicateVoteEvidence {
            DuplicateVoteEvidence(
                voteA: voteA ?? good.voteA, voteB: voteB ?? good.voteB, totalVotingPower: VotingPower(total),
                validatorPower: VotingPower(power), timestamp: time ?? good.timestamp)
        }
        var otherRound = good.voteB
        otherRound.round = 1
        var otherValidator = good.voteB
        otherValidator.validatorAddress = chain.state.validators.validators[1].address
        var stranger = good.voteA
        stranger.validatorAddress = Address([UInt8](repeating: 1, count: 20))
        var unsigned = good.voteB
        unsigned.signature = good.voteA.signature
        var unsignedA = good.voteA
        unsignedA.signature = good.voteB.signature

        let cases: [(DuplicateVoteEvidence, String)] = [
            (changed(time: .unixEpoch), "evidence has a different time to the block it is associated with"),
            (changed(voteA: stranger), "was not a validator at height 2"),
            (
                changed(voteB: otherRound),
                "h/r/s does not match: 2/0/SIGNED_MSG_TYPE_PRECOMMIT vs 2/1/SIGNED_MSG_TYPE_PRECOMMIT"
            ),
            (changed(voteB: otherValidator), "validator addresses do not match: "),
            (changed(voteB: good.voteA), "block IDs are the same ("),
            (changed(power: 11), "validator power from evidence and our validator set does not match (11 != 10)"),
            (
                changed(total: 41),
                "total voting power from the evidence and our validator set does not match (41 != 40)"
            ),
            (changed(voteA: unsignedA), "verifying VoteA: invalid signature"),
            (changed(voteB: unsigned), "verifying VoteB: invalid signature"),
        ]
        for (evidence, text) in cases {
            let message = try #require(reason(chain, evidence))
            #expect(message.contains(text), "\(message)")
        }
    }

    @Test("Evidence about a height that the node does not know is refused")
    func unknownHeight() throws {
        let chain = try chain()
        let evidence = Evidence.duplicateVote(try chain.duplicateVote(at: 2))
        for history in [
            EvidenceHistory(header: nil, validators: chain.validators[2]),
            EvidenceHistory(header: chain.headers[3], validators: chain.validators[2]),
        ] {
            #expect(throws: EvidenceRejection("don't have header #2")) { try chain.state.verify(evidence, history) }
        }
        #expect(throws: EvidenceRejection.self) {
            try chain.state.verify(evidence, EvidenceHistory(header: chain.headers[2], validators: nil))
        }
    }

    @Test(
        "Evidence is too old only beyond both ages",
        arguments: [(1, 1, true), (2, 1, false), (1, 3_600, false), (2, 3_600, false)])
    func age(blocks: Int64, seconds: Int64, isExpired: Bool) throws {
        // The evidence of height 1 is two blocks and some seconds old.
        var chain = try TestChain(
            parameters: ConsensusParameters(
                evidence: EvidenceParameters(maxAgeBlocks: blocks, maxAgeDuration: .seconds(seconds))))
        try chain.grow(by: 3)
        let evidence = Evidence.duplicateVote(try chain.duplicateVote(at: 1))
        #expect(chain.state.isExpired(evidenceFrom: 1, at: evidence.time) == isExpired)
        if isExpired {
            let error = #expect(throws: EvidenceRejection.self) {
                try chain.state.verify(evidence, chain.history(evidence))
            }
            #expect(error?.message.contains("is too old; min height is 2 and evidence can not be older than") == true)
        } else {
            try chain.state.verify(evidence, chain.history(evidence))
        }
    }

    @Test("A block is refused with evidence that the chain has, that it has twice or that proves nothing")
    func list() throws {
        let chain = try chain()
        let evidence = Evidence.duplicateVote(try chain.duplicateVote(at: 2))
        func rejection(_ list: [Evidence], isCommitted: Bool = false) -> BlockRejection? {
            #expect(throws: BlockRejection.self) {
                try chain.state.checkEvidence(
                    list, isCommitted: { _ in isCommitted }, history: { chain.history($0) })
            }
        }
        let cases = [
            (rejection([evidence], isCommitted: true), "Invalid evidence: evidence was already committed"),
            (rejection([evidence, evidence]), "Invalid evidence: duplicate evidence"),
            (rejection([.duplicateVote(try TestChain().withoutHistory(evidence))]), "verifying VoteA"),
        ]
        for (rejection, text) in cases {
            #expect(rejection?.check == .evidenceValidity)
            #expect(rejection?.message.hasPrefix(text) == true, "\(rejection?.message ?? "")")
        }
    }
}

extension TestChain {
    /// The same evidence with votes that nobody signed.
    fileprivate func withoutHistory(_ evidence: Evidence) throws -> DuplicateVoteEvidence {
        guard case .duplicateVote(let good) = evidence else { throw EvidenceRejection("no votes") }
        var vote = good.voteA
        vote.signature = Signature([UInt8](repeating: 0, count: 64))
        return DuplicateVoteEvidence(
            voteA: vote, voteB: good.voteB, totalVotingPower: good.totalVotingPower,
            validatorPower: good.validatorPower, timestamp: good.timestamp)
    }
}
