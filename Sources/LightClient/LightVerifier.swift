package import Chain
import Cryptography
import Wire

/// Decides whether a header may be trusted because another one is (CometBFT `light/verifier.go`,
/// `spec/light-client/verification`). It holds what a client has settled on; headers and the time are given.
package struct LightVerifier: Hashable, Sendable {
    /// How long a header vouches for later ones; shorter than the time in which liars can still be punished.
    package let trustingPeriod: Nanoseconds
    /// How far ahead of our clock a new header may be (10 s in CometBFT).
    package let clockDriftMaximum: Nanoseconds
    /// How much of the known validators must have signed a header that is not adjacent.
    package let trustLevel: TrustLevel
    /// The chain's fault model: by which quorum a header's own validators make it final.
    package let faultModel: FaultModel

    package init(
        trustingPeriod: Nanoseconds, clockDriftMaximum: Nanoseconds = .seconds(10),
        trustLevel: TrustLevel = .oneThird, faultModel: FaultModel
    ) {
        self.trustingPeriod = trustingPeriod
        self.clockDriftMaximum = clockDriftMaximum
        self.trustLevel = trustLevel
        self.faultModel = faultModel
    }

    /// Verifies a later header, adjacent or not.
    ///
    /// - Parameters:
    ///   - untrusted: The header in question with its own validators.
    ///   - trusted: A header that is trusted.
    ///   - trustedValidators: The validators of the trusted header's height or, better, of the one after it.
    ///   - now: The time on our clock.
    package func verify(
        _ untrusted: LightBlock, trusted: SignedHeader, trustedValidators: ValidatorSet, now: Timestamp
    ) throws(LightVerificationError) {
        if isAdjacent(untrusted, to: trusted) {
            try verifyAdjacent(untrusted, trusted: trusted, now: now)
        } else {
            try verifyNonAdjacent(untrusted, trusted: trusted, trustedValidators: trustedValidators, now: now)
        }
    }

    /// Verifies the header right after the trusted one, whose validators that one announced.
    package func verifyAdjacent(
        _ untrusted: LightBlock, trusted: SignedHeader, now: Timestamp
    ) throws(LightVerificationError) {
        if !isAdjacent(untrusted, to: trusted) { throw .notAdjacent }
        try checkExpiry(of: trusted, now: now)
        try checkNewHeader(untrusted, trusted: trusted, now: now)
        let announced = trusted.header.nextValidatorsHash
        if untrusted.header.validatorsHash != announced {
            throw .nextValidatorsDiffer(announced: announced, found: untrusted.header.validatorsHash)
        }
        try checkOwnCommit(of: untrusted, chainID: trusted.header.chainID)
    }

    /// Verifies a header further on, for which enough of the known validators must have signed.
    package func verifyNonAdjacent(
        _ untrusted: LightBlock, trusted: SignedHeader, trustedValidators: ValidatorSet, now: Timestamp
    ) throws(LightVerificationError) {
        if isAdjacent(untrusted, to: trusted) { throw .adjacent }
        try checkExpiry(of: trusted, now: now)
        try checkNewHeader(untrusted, trusted: trusted, now: now)
        let chainID = trusted.header.chainID
        do {
            try trustedValidators.verifyCommitLightTrusting(
                chainID: chainID, commit: untrusted.commit, trustLevel: trustLevel)
        } catch {
            if case .insufficientPower = error { throw .tooFewTrusted(error) }
            throw .trustedCommit(error)
        }
        // Last, because a liar may make the set of a header he invents as large as he likes.
        try checkOwnCommit(of: untrusted, chainID: chainID)
    }

    /// Whether a header no longer vouches for later ones.
    package func isExpired(_ header: SignedHeader, now: Timestamp) -> Bool {
        header.header.time.adding(trustingPeriod) <= now
    }

    private func isAdjacent(_ untrusted: LightBlock, to trusted: SignedHeader) -> Bool {
        untrusted.height == trusted.height.next
    }

    private func checkExpiry(of trusted: SignedHeader, now: Timestamp) throws(LightVerificationError) {
        if isExpired(trusted, now: now) {
            throw .expired(at: trusted.header.time.adding(trustingPeriod), now: now)
        }
    }

    /// What makes a header the later one of two, whoever signed it.
    private func checkNewHeader(
        _ untrusted: LightBlock, trusted: SignedHeader, now: Timestamp
    ) throws(LightVerificationError) {
        let (new, old) = (untrusted.header, trusted.header)
        do {
            try untrusted.signedHeader.validate(chainID: old.chainID)
        } catch {
            throw .invalidHeader(reason: "untrustedHeader.ValidateBasic failed: \(error)")
        }
        if new.height <= old.height {
            throw .invalidHeader(
                reason: "expected new header height \(new.height) to be greater than one of old header \(old.height)")
        }
        if new.time <= old.time {
            throw .invalidHeader(
                reason: "expected new header time \(new.time.goDescription) "
                    + "to be after old header time \(old.time.goDescription)")
        }
        if new.time >= now.adding(clockDriftMaximum) {
            throw .invalidHeader(
                reason: "new header has a time from the future \(new.time.goDescription) "
                    + "(now: \(now.goDescription); max clock drift: \(clockDriftMaximum))")
        }
        let hash = untrusted.validatorSet.hash
        if new.validatorsHash != hash {
            throw .invalidHeader(
                reason: "expected new header validators (\(Hex.uppercase(new.validatorsHash.bytes))) "
                    + "to match those that were supplied (\(hash)) at height \(new.height)")
        }
    }

    private func checkOwnCommit(of untrusted: LightBlock, chainID: ChainID) throws(LightVerificationError) {
        do {
            try untrusted.validatorSet.verifyCommitLight(
                chainID: chainID, blockID: untrusted.commit.blockID, height: untrusted.height,
                commit: untrusted.commit, faultModel: faultModel)
        } catch {
            throw .invalidHeader(reason: error.description)
        }
    }
}
