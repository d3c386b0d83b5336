import Chain
import Testing

@Suite("Trusting commit verification")
struct TrustingVerificationTests {
    private func verdict(
        _ set: ValidatorSet, _ commit: Commit, _ level: TrustLevel = .oneThird
    ) -> CommitVerificationError? {
        do {
            try set.verifyCommitLightTrusting(chainID: "test-chain", commit: commit, trustLevel: level)
            return nil
        } catch {
            return error
        }
    }

    @Test("More than the trusted part must have signed, whatever else the commit holds")
    func trustedPart() throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        let strangers = try SigningValidators(powers: [10, 10, 10, 10], seed: 1)
        let commit = signers.commit()
        #expect(verdict(signers.set, commit) == nil)
        #expect(verdict(strangers.set, commit) == .insufficientPower(got: 0, neededMoreThan: 13))
        let half = try ValidatorSet(Array(signers.set.validators[..<2] + strangers.set.validators[..<2]))
        #expect(verdict(half, commit) == nil)
        #expect(
            verdict(half, commit, TrustLevel(numerator: 1, denominator: 2))
                == .insufficientPower(got: 20, neededMoreThan: 20))
        #expect(verdict(.empty, commit) == .insufficientPower(got: 0, neededMoreThan: 0))
    }

    @Test("One validator in two places is refused")
    func doubleVote() throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        var commit = signers.commit()
        commit.signatures[1] = commit.signatures[0]
        #expect(
            verdict(signers.set, commit)
                == .doubleVote(signers.set.validators[0], firstIndex: 0, secondIndex: 1))
        #expect(
            verdict(signers.set, commit)?.description
                == "double vote from \(signers.set.validators[0]) (0 and 1)")
    }

    @Test("All signatures are checked when all are asked for")
    func allSignatures() throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        var commit = signers.commit()
        let last = commit.signatures[3]
        commit.signatures[3] = CommitSig(
            flag: .commit, validatorAddress: last.validatorAddress, timestamp: .unixEpoch, signature: last.signature)
        #expect(verdict(signers.set, commit) == nil)
        #expect(throws: CommitVerificationError.self) {
            try signers.set.verifyCommitLightTrustingAllSignatures(
                chainID: "test-chain", commit: commit, trustLevel: .oneThird)
        }
    }

    @Test("Levels that cannot be computed are refused")
    func impossibleLevels() throws {
        let signers = try SigningValidators(powers: [10, 10])
        let commit = signers.commit()
        #expect(verdict(signers.set, commit, TrustLevel(numerator: 1, denominator: 0)) == .zeroTrustDenominator)
        #expect(
            verdict(signers.set, commit, TrustLevel(numerator: UInt64.max, denominator: 1))
                == .trustNumeratorTooLarge)
        #expect(verdict(signers.set, commit, TrustLevel(numerator: 1, denominator: .max)) == nil)
    }

    @Test(
        "Levels from a third to one are allowed",
        arguments: [
            ("1/3", true), ("2/3", true), ("1/1", true), ("3/3", true), ("1/4", false), ("4/3", false),
            ("333/1000", false), ("334/1000", true),
        ])
    func allowedLevels(text: String, isAllowed: Bool) throws {
        let level = try TrustLevel(text)
        #expect(level.description == text)
        if isAllowed {
            try level.validate()
        } else {
            #expect(throws: ValidationError("trustLevel must be within [1/3, 1], given \(text)")) {
                try level.validate()
            }
        }
    }

    @Test(
        "Texts that are no level are refused",
        arguments: [
            "", "1", "1/2/3", "/", "a/3", "1/0", "-1/3", "+1/3", "1/99999999999999999999", "1/9223372036854775808",
        ])
    func noLevels(text: String) {
        #expect(throws: ValidationError.self) { try TrustLevel(text) }
    }

    @Test("A level is refused whose threefold numerator wraps around below the denominator")
    func wrappingLevel() throws {
        let level = try TrustLevel("7000000000000000000/9000000000000000000")
        #expect(throws: ValidationError.self) { try level.validate() }
    }

    @Test("Levels from outside do not overflow")
    func extremeLevels() {
        for (numerator, denominator) in [(UInt64.max, UInt64.max), (0, .max), (.max, 0), (1 << 63, 1)] {
            _ = try? TrustLevel(numerator: numerator, denominator: denominator).validate()
        }
    }
}
