import Chain
import Cryptography
import LightClient
import Wire

/// `light_verify.json`: which headers a light client takes on the word of one that it trusts.
enum LightVerificationVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"]) { vector, checker in
            let trusted = try checker.decode(LightBlock.self, vector["trusted_light_block"])
            let untrusted = try checker.decode(LightBlock.self, vector["new_light_block"])
            let verifier = LightVerifier(
                trustingPeriod: Nanoseconds(try vector["trusting_period_ns"].integer()),
                clockDriftMaximum: Nanoseconds(try vector["max_clock_drift_ns"].integer()),
                trustLevel: try TrustLevel(try vector["trust_level"].text()), faultModel: .byzantine)
            let now = try TimeVector(vector["now"])
            now.compare("now", now.timestamp, &checker)
            checker.expect("verification", verdict: try vector["error"].textIfPresent()) {
                try verifier.verify(
                    untrusted, trusted: trusted.signedHeader, trustedValidators: trusted.validatorSet,
                    now: now.timestamp)
            }
        }
    }
}
