package import Wire

/// tendermint.p2p.DefaultNodeInfo; peers send it behind its length.
extension NodeInfo: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, protocolVersion = EmbeddedMessage(), other = EmbeddedMessage(), channels: [UInt8] = []
        var id = ByteString([]), listenAddress = id, network = id, version = id, moniker = id
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &protocolVersion)
            case 2: id = try reader.string(field)
            case 3: listenAddress = try reader.string(field)
            case 4: network = try reader.string(field)
            case 5: version = try reader.string(field)
            case 6: channels = try reader.bytes(field)
            case 7: moniker = try reader.string(field)
            case 8: try reader.merge(field, into: &other)
            default: try reader.skip(field)
            }
        }
        self.init(
            protocolVersion: try protocolVersion.decode(ProtocolVersion.self), id: id,
            listenAddress: listenAddress, network: network, version: version, channels: channels.map(ChannelID.init),
            moniker: moniker, other: try other.decode(NodeInfoOther.self))
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, protocolVersion)
        writer.string(2, id)
        writer.string(3, listenAddress)
        writer.string(4, network)
        writer.string(5, version)
        writer.bytes(6, channels.map(\.rawValue))
        writer.string(7, moniker)
        writer.message(8, other)
    }
}

extension NodeInfoOther: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, transactionIndex = ByteString([]), rpcAddress = ByteString([])
        while let field = try reader.nextField() {
            switch field.number {
            case 1: transactionIndex = try reader.string(field)
            case 2: rpcAddress = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        self.init(transactionIndex: transactionIndex, rpcAddress: rpcAddress)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, transactionIndex)
        writer.string(2, rpcAddress)
    }
}
