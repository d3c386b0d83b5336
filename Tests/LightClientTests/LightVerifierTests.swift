import Chain
import Cryptography
import LightClient
import Testing

@Suite("Light verification")
struct LightVerifierTests {
    private static let start = Timestamp.unixEpoch.adding(.seconds(1_700_000_000))
    private static let now = start.adding(.seconds(3_600))

    private func verifier(
        period: Nanoseconds = .seconds(10_800), level: TrustLevel = .oneThird, faultModel: FaultModel = .byzantine
    ) -> LightVerifier {
        LightVerifier(trustingPeriod: period, trustLevel: level, faultModel: faultModel)
    }

    private func verdict(
        _ verifier: LightVerifier, _ untrusted: LightBlock, trusted: LightBlock, now: Timestamp = LightVerifierTests.now
    ) -> LightVerificationError? {
        do {
            try verifier.verify(
                untrusted, trusted: trusted.signedHeader, trustedValidators: trusted.validatorSet, now: now)
            return nil
        } catch {
            return error
        }
    }

    private func block(
        _ signers: LightSigners, _ height: Height, after seconds: Int64, next: ValidatorSet? = nil,
        signing: Set<Int>? = nil
    ) -> LightBlock {
        signers.block(
            height: height, time: LightVerifierTests.start.adding(.seconds(seconds)), next: next, signing: signing)
    }

    @Test("Adjacent headers need the announced validators and their quorum")
    func adjacent() throws {
        let (old, new) = (try LightSigners(count: 4, seed: 0), try LightSigners(count: 4, seed: 1))
        let trusted = block(old, 10, after: 0, next: new.set)
        #expect(verdict(verifier(), block(new, 11, after: 60), trusted: trusted) == nil)
        #expect(
            verdict(verifier(), block(old, 11, after: 60), trusted: trusted)
                == .nextValidatorsDiffer(announced: new.set.hash, found: old.set.hash))
        #expect(
            verdict(verifier(), block(new, 11, after: 60, signing: [0, 1]), trusted: trusted)?.description
                == "invalid header: invalid commit -- insufficient voting power: got 20, needed more than 26")
        #expect(throws: LightVerificationError.adjacent) {
            try verifier().verifyNonAdjacent(
                block(new, 11, after: 60), trusted: trusted.signedHeader, trustedValidators: old.set,
                now: LightVerifierTests.now)
        }
    }

    @Test("Headers further on need enough of the known validators")
    func skipping() throws {
        let (old, new) = (try LightSigners(count: 4, seed: 0), try LightSigners(count: 4, seed: 1))
        let trusted = block(old, 10, after: 0)
        #expect(verdict(verifier(), block(old, 20, after: 60), trusted: trusted) == nil)
        #expect(
            verdict(verifier(), block(new, 20, after: 60), trusted: trusted)
                == .tooFewTrusted(.insufficientPower(got: 0, neededMoreThan: 13)))
        #expect(
            verdict(
                verifier(level: TrustLevel(numerator: 1, denominator: 0)), block(old, 20, after: 60), trusted: trusted)
                == .trustedCommit(.zeroTrustDenominator))
        #expect(
            verdict(verifier(), block(old, 20, after: 60, signing: [0, 1]), trusted: trusted)?.description
                == "invalid header: invalid commit -- insufficient voting power: got 20, needed more than 26")
        #expect(throws: LightVerificationError.notAdjacent) {
            try verifier().verifyAdjacent(
                block(old, 20, after: 60), trusted: trusted.signedHeader, now: LightVerifierTests.now)
        }
    }

    @Test("A crash chain's headers are final by two thirds, and trusted by more than a third all the same")
    func crash() throws {
        let signers = try LightSigners(count: 3, seed: 0)
        let trusted = block(signers, 10, after: 0)
        for height: Height in [11, 20] {
            let new = block(signers, height, after: 60, signing: [0, 2])
            #expect(verdict(verifier(faultModel: .crash), new, trusted: trusted) == nil)
            #expect(verdict(verifier(), new, trusted: trusted) != nil)
        }
        #expect(
            verdict(verifier(faultModel: .crash), block(signers, 20, after: 60, signing: [0]), trusted: trusted)
                == .tooFewTrusted(.insufficientPower(got: 10, neededMoreThan: 10)))
    }

    @Test("An old header vouches for nothing, from the end of its period on")
    func expiry() throws {
        let signers = try LightSigners(count: 1, seed: 0)
        let trusted = block(signers, 10, after: 0)
        let new = block(signers, 11, after: 60)
        let end = LightVerifierTests.now
        #expect(
            verdict(verifier(period: .seconds(3_600)), new, trusted: trusted)?.description
                == "old header has expired at \(end.goDescription) (now: \(end.goDescription))")
        #expect(verdict(verifier(period: .seconds(3_601)), new, trusted: trusted) == nil)
        #expect(verdict(verifier(period: Nanoseconds(.max)), new, trusted: trusted) == nil)
        #expect(verdict(verifier(period: Nanoseconds(.min)), new, trusted: trusted) != nil)
    }

    @Test("New headers are higher and later, but not from the future")
    func time() throws {
        let signers = try LightSigners(count: 1, seed: 0)
        let trusted = block(signers, 10, after: 0)
        #expect(
            verdict(verifier(), block(signers, 9, after: 60), trusted: trusted)?.description
                == "invalid header: expected new header height 9 to be greater than one of old header 10")
        #expect(
            verdict(verifier(), block(signers, 11, after: 0), trusted: trusted)?.description
                == "invalid header: expected new header time 2023-11-14 22:13:20 +0000 UTC "
                + "to be after old header time 2023-11-14 22:13:20 +0000 UTC")
        #expect(
            verdict(verifier(), block(signers, 11, after: 3_610), trusted: trusted)?.description
                == "invalid header: new header has a time from the future 2023-11-14 23:13:30 +0000 UTC "
                + "(now: 2023-11-14 23:13:20 +0000 UTC; max clock drift: 10s)")
        #expect(verdict(verifier(), block(signers, 11, after: 3_609), trusted: trusted) == nil)
    }

    @Test("The supplied validators must be the header's, and the chain the same")
    func consistency() throws {
        let (signers, others) = (try LightSigners(count: 2, seed: 0), try LightSigners(count: 2, seed: 1))
        let trusted = block(signers, 10, after: 0)
        let new = block(signers, 11, after: 60)
        let foreign = LightBlock(signedHeader: new.signedHeader, validatorSet: others.set)
        #expect(
            verdict(verifier(), foreign, trusted: trusted)?.description
                == "invalid header: expected new header validators (\(signers.set.hash)) "
                + "to match those that were supplied (\(others.set.hash)) at height 11")
        let elsewhere = try LightSigners(count: 2, seed: 0, chainID: "elsewhere")
        #expect(
            verdict(verifier(), block(elsewhere, 11, after: 60), trusted: trusted)?.description
                == "invalid header: untrustedHeader.ValidateBasic failed: "
                + #"header belongs to another chain "elsewhere", not "light-chain""#)
    }

    @Test("Backwards, a header is the one that the later one names")
    func backwards() throws {
        let signers = try LightSigners(count: 1, seed: 0)
        let old = block(signers, 10, after: 0).header
        var new = block(signers, 11, after: 60).header
        #expect(throws: LightVerificationError.self) { try LightVerifier.verifyBackwards(old, trusted: new) }
        new.lastBlockID = BlockID(hash: old.hash, partSetHeader: .none)
        try LightVerifier.verifyBackwards(old, trusted: new)
        var younger = old
        younger.time = new.time
        #expect(
            throws: LightVerificationError.invalidHeader(
                reason: "expected older header time 2023-11-14 22:14:20 +0000 UTC "
                    + "to be before new header time 2023-11-14 22:14:20 +0000 UTC")
        ) {
            try LightVerifier.verifyBackwards(younger, trusted: new)
        }
        var foreign = old
        foreign.chainID = "other"
        #expect(throws: LightVerificationError.invalidHeader(reason: "header belongs to another chain")) {
            try LightVerifier.verifyBackwards(foreign, trusted: new)
        }
        var broken = old
        broken.height = 0
        #expect(throws: LightVerificationError.invalidHeader(reason: "zero Height")) {
            try LightVerifier.verifyBackwards(broken, trusted: new)
        }
    }
}
