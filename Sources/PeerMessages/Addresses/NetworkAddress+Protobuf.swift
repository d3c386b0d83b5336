package import Wire

/// tendermint.p2p.NetAddress.
extension NetworkAddress: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, id = ByteString([]), ipText = ByteString([]), portNumber: UInt32 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: id = try reader.string(field)
            case 2: ipText = try reader.string(field)
            case 3: portNumber = try reader.uint32(field)
            default: try reader.skip(field)
            }
        }
        guard let ip = IPAddress(parsing: ipText) else { throw .invalid("invalid IP address \(ipText)") }
        guard let port = UInt16(exactly: portNumber) else { throw .invalid("invalid port number \(portNumber)") }
        self.init(id: id, ip: ip, port: port)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, id)
        writer.string(2, ByteString(ip.description))
        writer.uint32(3, UInt32(port))
    }
}
