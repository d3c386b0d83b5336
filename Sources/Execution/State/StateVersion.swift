package import Chain
package import Wire

/// Which rules and which software a state was made with (`tendermint.state.Version`).
package struct StateVersion: Hashable, Sendable {
    /// What the headers of the next blocks carry.
    package var consensus: BlockVersion
    /// The software that founded the chain here; it decides nothing.
    package var software: ByteString

    package init(consensus: BlockVersion, software: ByteString) {
        self.consensus = consensus
        self.software = software
    }
}

extension StateVersion: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, consensus)
        writer.string(2, software)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var versions = EmbeddedMessage()
        var software = ByteString("")
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &versions)
            case 2: software = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        self.init(consensus: try versions.decode(BlockVersion.self), software: software)
    }
}
