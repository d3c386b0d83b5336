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

@Suite("Evidence of attacks on light clients")
struct LightClientAttackTests {
    /// A chain of five heights, one of whose headers an attacker contradicts.
    private func chain() throws -> TestChain {
        var chain = try TestChain()
        try chain.grow(by: 5)
        return chain
    }

    /// - Parameters:
    ///   - height: The conflicting header's height.
    ///   - change: What is other than in the chain's header.
    private func evidence(
        _ chain: TestChain, common: Height, height: Height, round: Round = 0, total: Int64 = 40,
        flags: [Int: BlockIDFlag] = [:], offenders: [Int], change: (inout Header) -> Void
    ) throws -> LightClientAttackEvidence {
        var header = try #require(chain.headers[min(height, 5)])
        header.height = height
        change(&header)
        let set = try #require(chain.validators[common])
        let commit = try chain.commit(
            to: BlockID(hash: header.hash, partSetHeader: PartSetHeader(total: 1, hash: header.hash)), at: height,
            time: header.time, by: set, flags: flags, round: round)
        return LightClientAttackEvidence(
            conflictingBlock: LightBlock(
                signedHeader: SignedHeader(header: header, commit: commit), validatorSet: set),
            commonHeight: common, byzantineValidators: offenders.map { set.validators[$0] },
            totalVotingPower: VotingPower(total), timestamp: try #require(chain.headers[common]).time)
    }

    private func verify(_ chain: TestChain, _ attack: LightClientAttackEvidence) throws {
        let evidence = Evidence.lightClientAttack(attack)
        try evidence.validate()
        var history = chain.history(evidence)
        let height = attack.conflictingBlock.height
        if let header = chain.headers[height], let commit = chain.commits[height] {
            history.conflicting = SignedHeader(header: header, commit: commit)
        }
        history.latest = SignedHeader(
            header: try #require(chain.headers[5]), commit: try #require(chain.commits[5]))
        try chain.state.verify(evidence, history)
    }

    @Test("Two commits of one round are an equivocation of those who signed both")
    func equivocation() throws {
        let chain = try chain()
        try verify(
            chain,
            try evidence(chain, common: 3, height: 3, flags: [1: .absent], offenders: [0, 2, 3]) {
                $0.dataHash = $0.validatorsHash
            })
    }

    @Test("A header that could not follow is a lunatic attack of those who signed it")
    func lunatic() throws {
        let chain = try chain()
        try verify(
            chain,
            try evidence(chain, common: 2, height: 4, offenders: [0, 1, 2, 3]) { $0.appHash = AppHash([6]) })
    }

    @Test("A header from ahead whose time is not is an attack, too")
    func forwardLunatic() throws {
        let chain = try chain()
        try verify(
            chain,
            try evidence(chain, common: 2, height: 9, offenders: [0, 1, 2, 3]) { $0.appHash = AppHash([6]) })
        let error = #expect(throws: EvidenceRejection.self) {
            try verify(
                chain,
                try evidence(chain, common: 2, height: 9, offenders: [0, 1, 2, 3]) {
                    $0.time = $0.time.adding(.seconds(1))
                })
        }
        #expect(error?.message.contains("is before conflicting block time") == true)
    }

    @Test("Commits of different rounds name nobody")
    func amnesia() throws {
        let chain = try chain()
        try verify(
            chain,
            try evidence(chain, common: 3, height: 3, round: 1, offenders: []) { $0.dataHash = $0.validatorsHash })
        let error = #expect(throws: EvidenceRejection.self) {
            try verify(
                chain,
                try evidence(chain, common: 3, height: 3, round: 1, offenders: [0]) {
                    $0.dataHash = $0.validatorsHash
                })
        }
        #expect(error?.message == "expected nil validators from an amnesia light client attack but got 1")
    }

    @Test("An attack with one thing wrong is refused for that")
    func invalid() throws {
        let chain = try chain()
        let spoilData: (inout Header) -> Void = { $0.dataHash = $0.validatorsHash }
        let cases: [(LightClientAttackEvidence, String)] = [
            (
                try evidence(chain, common: 3, height: 3, offenders: [0, 1, 2, 3]) { $0.appHash = AppHash([1]) },
                "common height is the same as conflicting block height so expected"
            ),
            (
                try evidence(chain, common: 3, height: 3, offenders: [0, 1, 2, 3]) { _ in },
                "trusted header hash matches the evidence's conflicting header hash"
            ),
            (
                try evidence(
                    chain, common: 3, height: 3, flags: [0: .absent, 1: .nil], offenders: [2, 3], change: spoilData),
                "invalid commit from conflicting block: invalid commit -- insufficient voting power"
            ),
            (
                try evidence(
                    chain, common: 2, height: 4, flags: [0: .absent, 1: .absent, 2: .absent], offenders: [3]
                ) { $0.appHash = AppHash([6]) },
                "skipping verification of conflicting block failed: invalid commit -- insufficient voting power"
            ),
            (
                try evidence(
                    chain, common: 3, height: 3, total: 41, offenders: [0, 1, 2, 3], change: spoilData),
                "total voting power from the evidence and our validator set does not match (41 != 40)"
            ),
            (
                try evidence(chain, common: 3, height: 3, offenders: [0, 1, 2], change: spoilData),
                "expected 4 byzantine validators from evidence but got 3"
            ),
            (
                try evidence(chain, common: 3, height: 3, offenders: [0, 1, 3, 2], change: spoilData),
                "evidence contained an unexpected byzantine validator address"
            ),
        ]
        for (evidence, text) in cases {
            let error = #expect(throws: EvidenceRejection.self) { try verify(chain, evidence) }
            #expect(error?.message.hasPrefix(text) == true, "\(error?.message ?? "")")
        }
    }

    @Test("An offender with another power than it had is refused")
    func power() throws {
        let chain = try chain()
        let good = try evidence(chain, common: 3, height: 3, offenders: [0, 1, 2, 3]) {
            $0.dataHash = $0.validatorsHash
        }
        let offenders = good.byzantineValidators.map { Validator(publicKey: $0.publicKey, votingPower: 9) }
        let error = #expect(throws: EvidenceRejection.self) {
            try verify(
                chain,
                LightClientAttackEvidence(
                    conflictingBlock: good.conflictingBlock, commonHeight: 3, byzantineValidators: offenders,
                    totalVotingPower: 40, timestamp: good.timestamp))
        }
        #expect(error?.message == "evidence contained unexpected byzantine validator power; expected 10, got 9")
    }

    @Test("Without the chain's own commits an attack cannot be judged")
    func missingCommits() throws {
        let chain = try chain()
        let attack = Evidence.lightClientAttack(
            try evidence(chain, common: 2, height: 4, offenders: [0, 1, 2, 3]) { $0.appHash = AppHash([6]) })
        var history = chain.history(attack)
        #expect(throws: EvidenceRejection("don't have header at height #4")) {
            try chain.state.verify(attack, history)
        }
        history.commit = nil
        #expect(throws: EvidenceRejection("don't have commit at height #2")) {
            try chain.state.verify(attack, history)
        }
    }
}
