package import Wire

/// The versions a block was made under (tendermint.version.Consensus).
package struct BlockVersion: Hashable, Sendable {
    /// Of the block's layout: 11.
    package let block: UInt64
    /// Of the application, as it chooses.
    package let app: UInt64

    package init(block: UInt64 = ChainLimits.blockProtocol, app: UInt64) {
        self.block = block
        self.app = app
    }
}

extension BlockVersion: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, block)
        writer.uint64(2, app)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var block: UInt64 = 0
        var app: UInt64 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: block = try reader.uint64(field)
            case 2: app = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
        self.init(block: block, app: app)
    }
}
