package import Chain

/// Why a vote was not counted.
package enum VoteRefusal: Error, Equatable, Sendable {
    /// For another height, round or type than the set it was offered to.
    case unexpectedStep(expected: String, found: String)
    /// No validator stands at the vote's index.
    case unknownIndex(Int32, validators: Int)
    /// The address in the vote, or the key that verified it, is not that of the validator at its index.
    case wrongValidator(index: Int32)
    /// A second signature by the same validator over the same vote: harmless, and of no use.
    case otherSignature(index: Int32)
    /// Extension data where the chain has no vote extensions.
    case unexpectedExtension
    /// A precommit for a block without the extension signature that this height asks for.
    case missingExtension
    /// A third round above ours from one peer, which may open two (CometBFT `HeightVoteSet`).
    case unwantedRound(Round)
    /// A validator index that the chain's signature check was not made for.
    case wrongChain
}

extension VoteRefusal {
    /// Whether nobody sends such a vote who has verified it.
    package var isFalsehood: Bool {
        switch self {
        case .unknownIndex, .wrongValidator, .unexpectedExtension, .missingExtension, .unwantedRound: true
        // What was right for the sender, or is the signer's fault.
        case .unexpectedStep, .otherSignature, .wrongChain: false
        }
    }
}

extension VoteRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpectedStep(let expected, let found): "expected \(expected), but got \(found): unexpected step"
        case .unknownIndex(let index, let validators):
            "cannot find validator \(index) in a set of \(validators): invalid validator index"
        case .wrongValidator(let index): "the vote is not by the validator at index \(index)"
        case .otherSignature(let index): "validator \(index) signed this vote before: non-deterministic signature"
        case .unexpectedExtension: "vote extension data where extensions are not enabled"
        case .missingExtension: "a precommit without the extension signature that this height asks for"
        case .unwantedRound(let round): "peer has sent a vote for round \(round) that does not match our round"
        case .wrongChain: "the vote was verified for another chain"
        }
    }
}
