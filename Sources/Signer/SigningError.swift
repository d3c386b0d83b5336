package import Files

/// Why a signer gave no signature.
package enum SigningError: Error, Hashable, Sendable {
    /// The vote may not be signed.
    case vote(SigningRefusal)
    /// The proposal may not be signed.
    case proposal(SigningRefusal)
    /// What was signed could not be kept. The process has to end: the signer gives nothing from then on.
    case file(FileError)
}

extension SigningError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .vote(let refusal): "error signing vote: \(refusal)"
        case .proposal(let refusal): "error signing proposal: \(refusal)"
        case .file(let error): error.description
        }
    }
}
