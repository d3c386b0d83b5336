package import Cryptography
package import Wire

/// A block's transactions. They are ordered, not yet valid: only the application says that.
package struct BlockData: Hashable, Sendable {
    package let transactions: [Transaction]

    package init(_ transactions: [Transaction]) {
        self.transactions = transactions
    }

    package static let empty = BlockData([])

    /// The Merkle root whose leaves are the transactions' hashes, not their bytes.
    package var hash: Hash {
        var tree = MerkleAccumulator()
        for transaction in transactions { tree.add(transaction.hash) }
        return tree.root
    }

    /// The proof that the transaction at this index is in the block; nil when there is none.
    package func proof(at index: Int) -> TransactionProof? {
        guard transactions.indices.contains(index) else { return nil }
        let (root, proofs) = MerkleTree.rootAndProofs(of: transactions.map(\.hash.bytes))
        return TransactionProof(rootHash: root, transaction: transactions[index], proof: proofs[index])
    }

    /// Bytes of the protobuf form, without making it (CometBFT `ComputeProtoSizeForTxs`).
    package var protobufSize: Int {
        transactions.reduce(0) { $0 + BlockData.protobufSize(of: $1) }
    }

    /// Bytes that a transaction adds to a block: itself, its length and a tag of one byte.
    package static func protobufSize(of transaction: Transaction) -> Int {
        let size = transaction.bytes.count
        return 1 + Varint.size(UInt64(size)) + size
    }

    /// Refuses transactions that take more than so many bytes of a block together.
    package func validate(bytesMaximum: Int64) throws(ValidationError) {
        var size: Int64 = 0
        for transaction in transactions {
            size += Int64(BlockData.protobufSize(of: transaction))
            if size > bytesMaximum {
                throw ValidationError("transaction data size exceeds maximum \(bytesMaximum)")
            }
        }
    }
}

extension BlockData: ProtobufCodable {
    /// Transactions in a block at most: one that is empty takes two bytes.
    private static let transactionsMaximum = ChainLimits.blockBytesMaximum / 2

    package func encode(into writer: inout ProtobufWriter) {
        for transaction in transactions { writer.element(1, transaction.bytes) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var transactions: [Transaction] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                if transactions.count >= BlockData.transactionsMaximum {
                    throw DecodingError(.tooMany(BlockData.transactionsMaximum), offset: field.offset)
                }
                transactions.append(Transaction(try reader.bytes(field)))
            default: try reader.skip(field)
            }
        }
        self.init(transactions)
    }
}
