package import Wire

/// The responses of a transaction's messages, as they stand in its result (`cosmos.base.abci.v1beta1.TxMsgData`).
package struct TxMsgData: Hashable, Sendable {
    /// A message's response and its type.
    package struct Response: Hashable, Sendable {
        package var typeURL: ByteString
        package var value: [UInt8]

        package init(typeURL: ByteString, value: [UInt8] = []) {
            self.typeURL = typeURL
            self.value = value
        }
    }

    /// In the order of the messages.
    package var responses: [Response]

    package init(responses: [Response] = []) {
        self.responses = responses
    }
}

extension TxMsgData: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        for response in responses { writer.message(2, response) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 2: try reader.append(field, to: &responses, atMost: TransactionBody.messagesMaximum)
            default: try reader.skip(field)
            }
        }
    }
}

extension TxMsgData.Response: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, typeURL)
        writer.bytes(2, value)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init(typeURL: "")
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: typeURL = try reader.string(field)
            case 2: value = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
    }
}
