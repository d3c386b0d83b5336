package import Cryptography
import Wire

/// Why a commit does not prove its block. The descriptions are CometBFT's (`types/validation.go`, `types/errors.go`).
package enum CommitVerificationError: Error, Equatable, Sendable {
    /// The commit has another number of places than the set has validators.
    case wrongSetSize(expected: Int, actual: Int)
    case wrongHeight(expected: Height, actual: Height)
    case wrongBlockID(expected: BlockID, actual: BlockID)
    /// A place that no well-formed commit has; `validator` is who was looked at before it.
    case malformedSignature(index: Int, validator: Validator?)
    /// A signature of another length than batch verification takes.
    case wrongSignatureLength
    case addressMismatch(index: Int, expected: Address, actual: Address?)
    case doubleVote(Validator, firstIndex: Int, secondIndex: Int)
    /// The signature is not the validator's; `shown` is what CometBFT prints of it.
    case wrongSignature(index: Int, shown: [UInt8])
    /// What signed is right, but not enough.
    case insufficientPower(got: VotingPower, neededMoreThan: VotingPower)
    case zeroTrustDenominator
    case trustNumeratorTooLarge
    /// The vote extensions of an extended commit are missing, misplaced or wrongly signed.
    case voteExtensions(ValidationError)
}

extension CommitVerificationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongSetSize(let expected, let actual):
            "Invalid commit -- wrong set size: \(expected) vs \(actual)"
        case .wrongHeight(let expected, let actual):
            "Invalid commit -- wrong height: \(expected) vs \(actual)"
        case .wrongBlockID(let expected, let actual):
            "invalid commit -- wrong block ID: want \(expected), got \(actual)"
        case .malformedSignature(let index, let validator):
            "invalid signatures from \(validator?.description ?? "nil-Validator") at index \(index)"
        case .wrongSignatureLength:
            "invalid signature"
        case .addressMismatch(let index, let expected, let actual):
            "validator address mismatch at index \(index): expected \(expected), got \(Hex.uppercase(actual.bytes))"
        case .doubleVote(let validator, let first, let second):
            "double vote from \(validator) (\(first) and \(second))"
        case .wrongSignature(let index, let shown):
            "wrong signature (#\(index)): \(Hex.uppercase(shown))"
        case .insufficientPower(let got, let needed):
            "invalid commit -- insufficient voting power: got \(got), needed more than \(needed)"
        case .zeroTrustDenominator:
            "trustLevel has zero Denominator"
        case .trustNumeratorTooLarge:
            "int64 overflow while calculating voting power needed. please provide smaller trustLevel numerator"
        case .voteExtensions(let error):
            error.message
        }
    }
}
