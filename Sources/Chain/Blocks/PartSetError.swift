/// Why a part does not belong to a part set, in CometBFT's words.
package enum PartSetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The set has no part of this index.
    case unexpectedIndex
    /// The proof is for another place or another number of parts, or does not lead to the set's root.
    case invalidProof

    package var description: String {
        switch self {
        case .unexpectedIndex: "error part set unexpected index"
        case .invalidProof: "error part set invalid proof"
        }
    }
}
