package import Wire

/// Why a proof through several trees does not prove its value, in CometBFT's words.
package enum ProofError: Error, Equatable {
    /// A step of a kind nobody here knows.
    case unknownType(ByteString)
    /// A step whose data is not what its kind says.
    case undecodable(DecodingError)
    /// A key path that says nothing.
    case keyPath(ProofKeyPathError)
    /// The key path has no part left for this step's key.
    case keyPathTooShort(ByteString)
    /// The key path has parts that no step took.
    case keyPathTooLong
    /// The step is about another key than the key path.
    case otherKey(operation: Int, expected: ByteString, got: ByteString)
    /// A step that takes one value was given this many.
    case argumentCount(Int)
    /// The key and value are not the leaf that the step proves.
    case otherLeaf(wanted: Hash, got: Hash)
    /// The step's path does not fit its tree.
    case path(MerklePathError)
    /// A step that is not CometBFT's own refuses; the text is its reason.
    case step(String)
    /// The proof leads to another root.
    case otherRoot(expected: [UInt8], got: [UInt8])
}

extension ProofError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownType(let type):
            "decoding proof: decoding a proof operator: unrecognized proof type \(type)"
        case .undecodable(let error):
            "decoding proof: decoding a proof operator: "
                + (error.rule ?? "decoding ProofOp.Data into ValueOp: \(error)")
        case .keyPath(let error): error.description
        case .keyPathTooShort(let key):
            "key path has insufficient # of parts: expected no more keys but got \(key)"
        case .keyPathTooLong: "keypath not consumed all"
        case .otherKey(let operation, let expected, let got):
            "key mismatch on operation #\(operation): expected \(expected) but got \(got)"
        case .argumentCount(let count): "expected 1 arg, got \(count)"
        case .otherLeaf(let wanted, let got): "leaf hash mismatch: want \(wanted) got \(got)"
        case .path(let error): error.description
        case .step(let reason): reason
        case .otherRoot(let expected, let got):
            "calculated root hash is invalid: expected \(Hex.uppercase(expected)) but got \(Hex.uppercase(got))"
        }
    }
}
