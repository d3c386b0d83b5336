import Chain
package import Wire

extension WALMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, sum = OneOf<WALMessage>()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: sum.set(.roundState(try reader.decode(WALRoundState.self, field)))
            case 2: sum.set(.received(try reader.decode(WALReceived.self, field)))
            case 3: sum.set(.timeout(try reader.decode(WALTimeout.self, field)))
            case 4: sum.set(.endHeight(try reader.decode(EndHeight.self, field).height))
            default: try sum.skip(field, in: &reader)
            }
        }
        self = try sum.member("WAL message")
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .roundState(let state): writer.message(1, state)
        case .received(let received): writer.message(2, received)
        case .timeout(let timeout): writer.message(3, timeout)
        case .endHeight(let height): writer.message(4, EndHeight(height: height))
        }
    }
}

/// tendermint.consensus.EndHeight.
private struct EndHeight: ProtobufCodable {
    let height: Height

    init(height: Height) {
        self.height = height
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
        self.height = Height(height)
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
    }
}
