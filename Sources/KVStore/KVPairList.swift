import Wire

/// A key and its value.
struct KVPair: Hashable, Sendable {
    let key: [UInt8]
    let value: [UInt8]
}

/// The pairs of a block in the order of its transactions, as they are stored: in one entry. Keys are as random as clients make
/// them, and a tree in which each had a place of its own would be changed at as many places as a block has transactions.
struct KVPairList: Hashable, Sendable {
    var pairs: [KVPair] = []
}

extension KVPairList: ProtobufCodable {
    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: pairs.append(try reader.decode(KVPair.self, field))
            default: try reader.skip(field)
            }
        }
    }

    func encode(into writer: inout ProtobufWriter) {
        for pair in pairs { writer.message(1, pair) }
    }
}

extension KVPair: ProtobufCodable {
    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, key: [UInt8] = [], value: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.bytes(field)
            case 2: value = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        self.init(key: key, value: value)
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, key)
        writer.bytes(2, value)
    }
}
