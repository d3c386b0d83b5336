package import Chain
package import Cryptography
package import Wire

/// A question about the application's committed state.
package struct RequestQuery: Hashable, Sendable {
    package var data: [UInt8]
    package var path: ByteString
    /// The height whose state is meant; 0 for the latest.
    package var height: Height
    /// Whether the answer should come with a Merkle proof.
    package var prove: Bool
    /// This node's clock when it asks; Go's zero time when it does not say. No field of the message, as in
    /// `RequestCheckTx`: a simulation judges a transaction's time as CheckTx would.
    package var localTime: Timestamp

    package init(
        data: [UInt8] = [], path: ByteString = "", height: Height = 0, prove: Bool = false, localTime: Timestamp = .zero
    ) {
        self.data = data
        self.path = path
        self.height = height
        self.prove = prove
        self.localTime = localTime
    }
}

/// The answer to a query.
package struct ResponseQuery: Hashable, Sendable {
    /// 0 when all is well.
    package var code: UInt32
    package var log: ByteString
    package var info: ByteString
    package var index: Int64
    package var key: [UInt8]
    package var value: [UInt8]
    package var proofOps: ProofOperations?
    /// The height whose state answered.
    package var height: Height
    /// Whose codes `code` is one of.
    package var codespace: ByteString

    package init(
        code: UInt32 = 0, log: ByteString = "", info: ByteString = "", index: Int64 = 0, key: [UInt8] = [],
        value: [UInt8] = [], proofOps: ProofOperations? = nil, height: Height = 0, codespace: ByteString = ""
    ) {
        self.code = code
        self.log = log
        self.info = info
        self.index = index
        self.key = key
        self.value = value
        self.proofOps = proofOps
        self.height = height
        self.codespace = codespace
    }
}

extension RequestQuery: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, data)
        writer.string(2, path)
        writer.int64(3, height.rawValue)
        writer.bool(4, prove)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: data = try reader.bytes(field)
            case 2: path = try reader.string(field)
            case 3: height = Height(try reader.int64(field))
            case 4: prove = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension ResponseQuery: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint32(1, code)
        writer.string(3, log)
        writer.string(4, info)
        writer.int64(5, index)
        writer.bytes(6, key)
        writer.bytes(7, value)
        writer.messageIfPresent(8, proofOps)
        writer.int64(9, height.rawValue)
        writer.string(10, codespace)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var proof = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: code = try reader.uint32(field)
            case 3: log = try reader.string(field)
            case 4: info = try reader.string(field)
            case 5: index = try reader.int64(field)
            case 6: key = try reader.bytes(field)
            case 7: value = try reader.bytes(field)
            case 8: try reader.merge(field, into: &proof)
            case 9: height = Height(try reader.int64(field))
            case 10: codespace = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        proofOps = try proof.decodeIfPresent(ProofOperations.self)
    }
}
