package import Wire

/// One step of a proof through several trees, as it travels: the operator's kind and its data (CometBFT `ProofOp`).
package struct ProofOperation: Hashable, Sendable {
    /// Which operator the data is for, such as `simple:v`.
    package let type: ByteString
    /// The key the step is about; empty when it is about none.
    package let key: [UInt8]
    package let data: [UInt8]

    package init(type: ByteString, key: [UInt8], data: [UInt8]) {
        self.type = type
        self.key = key
        self.data = data
    }
}

/// tendermint.crypto.ProofOp
extension ProofOperation: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var type = ByteString("")
        var key: [UInt8] = []
        var data: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: type = try reader.string(field)
            case 2: key = try reader.bytes(field)
            case 3: data = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        self.init(type: type, key: key, data: data)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, type)
        writer.bytes(2, key)
        writer.bytes(3, data)
    }
}
