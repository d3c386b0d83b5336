package import Cryptography
package import Wire

/// The step `daon:map` of a proof through several trees: a key and its value, or a key without one, in a `MerkleMap`.
///
/// With one argument it proves that this is the key's value; with none, that the key is not there.
package struct MapProofOperator: ProofOperator, Hashable {
    /// The step's kind.
    package static let type: ByteString = "daon:map"

    package let key: [UInt8]
    package let proof: MapProof

    package init(key: [UInt8], proof: MapProof) {
        self.key = key
        self.proof = proof
    }

    /// The step that travelled as this operation.
    package init(_ operation: ProofOperation) throws(ProofError) {
        do {
            self.init(key: operation.key, proof: try MapProof(protobuf: operation.data))
        } catch {
            throw .undecodable(error)
        }
    }

    package func run(_ arguments: [[UInt8]]) throws(ProofError) -> [[UInt8]] {
        if arguments.count > 1 { throw .argumentCount(arguments.count) }
        do {
            if let value = arguments.first {
                guard let end = proof.end, end.key == key else { throw MapProofError.otherKey }
                if SHA256.hash(value) != end.valueHash { throw MapProofError.otherValue }
            } else if proof.end?.key == key {
                throw MapProofError.present
            }
            return [try proof.computedRoot(key: key).bytes]
        } catch {
            throw .step("\(error)")
        }
    }

    package var operation: ProofOperation {
        ProofOperation(type: MapProofOperator.type, key: key, data: proof.protobuf)
    }

    /// Checks proofs of values of a map besides those that CometBFT itself has.
    package static let runtime = ProofRuntime.standard.adding(type) { operation throws(ProofError) in
        try MapProofOperator(operation)
    }
}
