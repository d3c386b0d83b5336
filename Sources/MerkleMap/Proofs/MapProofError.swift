package import Cryptography

/// Why a proof does not prove what it should.
package enum MapProofError: Error, Hashable, Sendable {
    /// It has not the form of a proof; the text says what is wrong.
    case malformed(String)
    /// It is about another key.
    case otherKey
    /// It is about another value of the key.
    case otherValue
    /// It shows that the key is there, where absence was to be proven.
    case present
    /// It belongs to another map, or to none.
    case otherRoot(expected: Hash, got: Hash)
    /// Something within the range may have been left out.
    case incomplete
}

extension MapProofError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let reason): "this is no proof: \(reason)"
        case .otherKey: "the proof is about another key"
        case .otherValue: "the proof is about another value of the key"
        case .present: "the proof shows that the key is there"
        case .otherRoot(let expected, let got): "the proof leads to the root \(got), expected \(expected)"
        case .incomplete: "the proof leaves out a part of the range"
        }
    }
}
