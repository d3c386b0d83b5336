import Chain
import Cryptography
import Execution
import Testing
import Wire

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

    @Test("A header from ahead is no evidence: the latest block's commit is in no block", arguments: [5, 6, 9])
    func forwardLunatic(height: Int64) throws {
        let chain = try chain()
        let error = #expect(throws: EvidenceRejection.self) {
            try verify(
                chain,
                try evidence(chain, common: 2, height: Height(height), offenders: [0, 1, 2, 3]) {
                    $0.appHash = AppHash([6])
                })
        }
        #expect(error?.message == "don't have commit at height #5")
    }

    @Test("What happened at the latest height is no evidence yet")
    func latestHeight() throws {
        let chain = try chain()
        let error = #expect(throws: EvidenceRejection.self) {
            try verify(
                chain,
                try evidence(chain, common: 5, height: 5, offenders: [0, 1, 2, 3]) { $0.dataHash = $0.validatorsHash })
        }
        #expect(error?.message == "don't have commit at height #5")
    }

    @Test("Commits of different rounds are no evidence, whoever is named", arguments: [[], [0]])
    func amnesia(offenders: [Int]) throws {
        let chain = try chain()
        let error = #expect(throws: EvidenceRejection.self) {
            try verify(
                chain,
                try evidence(chain, common: 3, height: 3, round: 1, offenders: offenders) {
                    $0.dataHash = $0.validatorsHash
                })
        }
        #expect(
            error?.message
                == "expected nil validators from an amnesia light client attack but got \(offenders.count)")
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
        #expect(throws: EvidenceRejection("don't have commit at height #5")) {
            try chain.state.verify(attack, history)
        }
        history.commit = nil
        #expect(throws: EvidenceRejection("don't have commit at height #2")) {
            try chain.state.verify(attack, history)
        }
    }
}
