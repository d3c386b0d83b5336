package import Chain

/// Why a validator's key does not sign: it would, or might, contradict what it has signed.
package enum SigningRefusal: Error, Hashable, Sendable {
    /// A later height has been signed.
    case heightRegression(got: Height, last: Height)
    /// A later round of this height has been signed.
    case roundRegression(height: Height, got: Round, last: Round)
    /// A later step of this round has been signed.
    case stepRegression(height: Height, round: Round, got: SignStep, last: SignStep)
    /// This step has been signed, and what was signed is not known.
    case noSignBytes
    /// This step has been signed with other content than a timestamp.
    case conflictingData
    /// An extension on anything but a precommit for a block.
    case unexpectedExtension
    /// Neither a prevote nor a precommit. Deviation: CometBFT stops the process.
    case unknownVoteType
}

extension SigningRefusal: CustomStringConvertible {
    /// In CometBFT's words.
    package var description: String {
        switch self {
        case .heightRegression(let got, let last): "height regression. Got \(got), last height \(last)"
        case .roundRegression(let height, let got, let last):
            "round regression at height \(height). Got \(got), last round \(last)"
        case .stepRegression(let height, let round, let got, let last):
            "step regression at height \(height) round \(round). Got \(got), last step \(last)"
        case .noSignBytes: "no SignBytes found"
        case .conflictingData: "conflicting data"
        case .unexpectedExtension:
            "unexpected vote extension - extensions are only allowed in non-nil precommits"
        case .unknownVoteType: "Unknown vote type"
        }
    }
}
