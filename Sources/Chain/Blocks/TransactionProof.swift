package import Cryptography
package import Wire

/// The proof that a transaction is in a block (tendermint.types.TxProof).
package struct TransactionProof: Hashable, Sendable {
    /// The block's data hash.
    package let rootHash: Hash
    package let transaction: Transaction
    /// Of the transaction's hash.
    package let proof: MerkleProof

    package init(rootHash: Hash, transaction: Transaction, proof: MerkleProof) {
        self.rootHash = rootHash
        self.transaction = transaction
        self.proof = proof
    }

    /// Checks that the transaction is under this data hash (CometBFT `TxProof.Validate`).
    package func validate(dataHash: Hash?) throws(ValidationError) {
        if dataHash != rootHash { throw ValidationError("proof matches different data hash") }
        if proof.index < 0 { throw ValidationError("proof index cannot be negative") }
        if proof.total <= 0 { throw ValidationError("proof total must be positive") }
        do {
            try proof.verify(root: rootHash, leaf: transaction.hash.bytes)
        } catch {
            throw ValidationError("proof is not internally consistent")
        }
    }
}

extension TransactionProof: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.hash(1, rootHash)
        writer.bytes(2, transaction.bytes)
        writer.message(3, proof)
    }

    /// Deviation: a root hash of other than 32 bytes is refused here; CometBFT refuses it when the proof is checked.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var rootHash: [UInt8] = []
        var bytes: [UInt8] = []
        var proof = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: rootHash = try reader.bytes(field)
            case 2: bytes = try reader.bytes(field)
            case 3: try reader.merge(field, into: &proof)
            default: try reader.skip(field)
            }
        }
        guard let proof = try proof.decodeIfPresent(MerkleProof.self) else { throw .invalid("nil proof") }
        guard let root = Hash(rootHash) else { throw .invalid("proof matches different data hash") }
        self.init(rootHash: root, transaction: Transaction(bytes), proof: proof)
    }
}
