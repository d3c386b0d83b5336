package import Wire

/// The protocols a node speaks (tendermint.p2p.ProtocolVersion).
package struct ProtocolVersion: Hashable, Sendable {
    /// Not compared by anybody.
    package let p2p: UInt64
    /// Peers whose number differs part.
    package let block: UInt64
    /// The application's own; not compared.
    package let app: UInt64

    package init(p2p: UInt64, block: UInt64, app: UInt64) {
        self.p2p = p2p
        self.block = block
        self.app = app
    }

    /// CometBFT v0.38's `version.P2PProtocol`.
    package static let p2pCurrent: UInt64 = 8
}

extension ProtocolVersion: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, p2p: UInt64 = 0, block: UInt64 = 0, app: UInt64 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: p2p = try reader.uint64(field)
            case 2: block = try reader.uint64(field)
            case 3: app = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
        self.init(p2p: p2p, block: block, app: app)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, p2p)
        writer.uint64(2, block)
        writer.uint64(3, app)
    }
}
