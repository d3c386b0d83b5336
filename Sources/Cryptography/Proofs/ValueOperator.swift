package import Wire

/// The step `simple:v`: a key and its value are a leaf of a Merkle tree (CometBFT `merkle.ValueOp`).
package struct ValueOperator: ProofOperator, Hashable {
    /// The step's kind.
    package static let type: ByteString = "simple:v"

    package let key: [UInt8]
    package let proof: MerkleProof

    package init(key: [UInt8], proof: MerkleProof) {
        self.key = key
        self.proof = proof
    }

    /// The step that travelled as this operation. The key is the operation's; that in its data is not looked at.
    package init(_ operation: ProofOperation) throws(ProofError) {
        let data: ValueOperationData
        do {
            data = try ValueOperationData(protobuf: operation.data)
        } catch {
            throw .undecodable(error)
        }
        self.init(key: operation.key, proof: data.proof)
    }

    /// The leaf for a key and its value: the key, then the value's SHA-256, each behind its length as a varint.
    package static func leaf(key: [UInt8], value: [UInt8]) -> [UInt8] {
        let valueHash = SHA256.hash(value).bytes
        return Varint.encode(UInt64(key.count)) + key + Varint.encode(UInt64(valueHash.count)) + valueHash
    }

    package func run(_ arguments: [[UInt8]]) throws(ProofError) -> [[UInt8]] {
        if arguments.count != 1 { throw .argumentCount(arguments.count) }
        let leafHash = MerkleTree.leafHash(ValueOperator.leaf(key: key, value: arguments[0]))
        if leafHash != proof.leafHash { throw .otherLeaf(wanted: proof.leafHash, got: leafHash) }
        do {
            return [try proof.computedRoot().bytes]
        } catch {
            throw .path(error)
        }
    }

    package var operation: ProofOperation {
        ProofOperation(
            type: ValueOperator.type, key: key, data: ValueOperationData(key: key, proof: proof).protobuf)
    }
}

/// tendermint.crypto.ValueOp
private struct ValueOperationData: ProtobufCodable {
    let key: [UInt8]
    let proof: MerkleProof

    init(key: [UInt8], proof: MerkleProof) {
        self.key = key
        self.proof = proof
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var key: [UInt8] = []
        var proof = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.bytes(field)
            case 2: try reader.merge(field, into: &proof)
            default: try reader.skip(field)
            }
        }
        guard let decoded = try proof.decodeIfPresent(MerkleProof.self) else { throw .invalid("nil proof") }
        self.init(key: key, proof: decoded)
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, key)
        writer.message(2, proof)
    }
}
