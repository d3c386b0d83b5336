package import Chain
package import Wire

/// A block from a peer (tendermint.blocksync.BlockResponse).
package struct BlockResponse: Hashable, Sendable {
    package let block: Block
    /// The commit of this very block with its vote extensions, where the chain has them at this height.
    package let extendedCommit: ExtendedCommit?

    package init(block: Block, extendedCommit: ExtendedCommit?) {
        self.block = block
        self.extendedCommit = extendedCommit
    }
}

extension BlockResponse: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, block = EmbeddedMessage(), extendedCommit = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &block)
            case 2: try reader.merge(field, into: &extendedCommit)
            default: try reader.skip(field)
            }
        }
        guard block.isPresent else { throw .invalid("nil block") }
        self.init(
            block: try block.decode(Block.self),
            extendedCommit: try extendedCommit.decodeIfPresent(ExtendedCommit.self))
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, block)
        writer.messageIfPresent(2, extendedCommit)
    }
}
