package import Chain
package import Cryptography
import Wire

/// Why a header is not taken on the word of one that is trusted. The descriptions are CometBFT's (`light/errors.go`,
/// `light/verifier.go`).
package enum LightVerificationError: Error, Equatable, Sendable {
    /// Asked to verify as adjacent what is not.
    case notAdjacent
    /// Asked to verify as non-adjacent what is adjacent.
    case adjacent
    /// The trusted header is too old to vouch for anything: its validators may have left with their stakes.
    case expired(at: Timestamp, now: Timestamp)
    /// The new header breaks a rule, or its own validators did not make it final.
    case invalidHeader(reason: String)
    /// Too few of the validators that are known signed: a header in between may help.
    case tooFewTrusted(CommitVerificationError)
    /// The check against the validators that are known failed otherwise.
    case trustedCommit(CommitVerificationError)
    /// The adjacent header's validators are not those the trusted one announced.
    case nextValidatorsDiffer(announced: Hash?, found: Hash?)
}

extension LightVerificationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAdjacent: "headers must be adjacent in height"
        case .adjacent: "headers must be non adjacent in height"
        case .expired(let at, let now):
            "old header has expired at \(at.goDescription) (now: \(now.goDescription))"
        case .invalidHeader(let reason): "invalid header: \(reason)"
        case .tooFewTrusted(let reason): "cant trust new val set: \(reason)"
        case .trustedCommit(let reason): reason.description
        case .nextValidatorsDiffer(let announced, let found):
            "expected old header next validators (\(Hex.uppercase(announced.bytes))) "
                + "to match those from new header (\(Hex.uppercase(found.bytes)))"
        }
    }
}
