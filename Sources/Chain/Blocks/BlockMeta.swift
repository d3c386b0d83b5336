import Cryptography
package import JSON
package import Wire

/// What is kept of a block beside its parts: enough for lists of blocks.
package struct BlockMeta: Hashable, Sendable {
    package let blockID: BlockID
    /// Bytes of the block's protobuf form.
    package let blockSize: Int64
    package let header: Header
    package let transactionCount: Int64

    package init(blockID: BlockID, blockSize: Int64, header: Header, transactionCount: Int64) {
        self.blockID = blockID
        self.blockSize = blockSize
        self.header = header
        self.transactionCount = transactionCount
    }

    /// Of a block that travelled in these parts.
    package init(block: Block, parts: PartSetHeader) {
        self.init(
            blockID: BlockID(hash: block.hash, partSetHeader: parts), blockSize: Int64(block.size),
            header: block.header, transactionCount: Int64(block.data.transactions.count))
    }
}

extension BlockMeta: Validatable {
    package func validate() throws(ValidationError) {
        let hash = header.hash
        if blockID.hash != hash {
            throw ValidationError(
                "expected BlockID#Hash and Header#Hash to be the same, "
                    + "got \(blockID.hash?.description ?? "") != \(hash?.description ?? "")")
        }
    }
}

extension BlockMeta: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, blockID)
        writer.int64(2, blockSize)
        writer.message(3, header)
        writer.int64(4, transactionCount)
    }

    /// Validates the header but not that it hashes to the block's id: CometBFT's `BlockMetaFromTrustedProto`, for what
    /// comes from one's own store.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var blockID = EmbeddedMessage()
        var blockSize: Int64 = 0
        var header = EmbeddedMessage()
        var transactionCount: Int64 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &blockID)
            case 2: blockSize = try reader.int64(field)
            case 3: try reader.merge(field, into: &header)
            case 4: transactionCount = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
        self.init(
            blockID: try blockID.decode(BlockID.self), blockSize: blockSize, header: try header.decode(Header.self),
            transactionCount: transactionCount)
    }
}

extension BlockMeta: JSONCodable {
    package var json: JSONValue {
        .members(
            ("block_id", blockID.json),
            ("block_size", .decimal(blockSize)),
            ("header", header.json),
            ("num_txs", .decimal(transactionCount))
        )
    }

    /// Does not validate.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            blockID: try reader["block_id"].decode(), blockSize: try reader["block_size"].int64String(),
            header: try reader["header"].decode(), transactionCount: try reader["num_txs"].int64String())
    }
}
