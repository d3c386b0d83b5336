package import JSON
import Wire

/// Transactions as the Cosmos SDK writes them in JSON (`cosmos.tx.v1beta1.Tx`): genesis files and the REST port.
package enum TransactionJSON {
    private static let schema = MessageSchema(
        "cosmos.tx.v1beta1.Tx",
        [
            FieldSchema(1, "body", .message(TransactionBody.schema)),
            FieldSchema(2, "auth_info", .message(Authentication.schema)),
            FieldSchema(3, "signatures", .bytes, countMaximum: Authentication.signersMaximum),
        ])

    /// The bytes of the transaction, as the SDK's own encoder makes them from the same JSON.
    package static func bytes(_ json: JSONValue) throws(TransactionError) -> [UInt8] {
        let message = try StrictMessage(json: json, schema, place: "tx")
        guard let body = message.message(1), let authentication = message.message(2) else {
            throw TransactionError(.parse, "tx: body and auth_info are needed: tx parse error")
        }
        var writer = ProtobufWriter()
        writer.bytes(1, body.protobuf)
        writer.bytes(2, authentication.protobuf)
        for signature in message.elements(3) { writer.element(3, signature) }
        return writer.bytes
    }

    /// The JSON of a transaction's bytes, signed or not.
    package static func json(_ bytes: [UInt8]) throws(TransactionError) -> JSONValue {
        let raw = try StrictMessage(bytes, SignedTransaction.schema, place: "tx")
        let body = try StrictMessage(raw.bytes(1), TransactionBody.schema, place: "body")
        let authentication = try StrictMessage(raw.bytes(2), Authentication.schema, place: "auth_info")
        return .members(
            ("body", body.json), ("auth_info", authentication.json),
            ("signatures", .array(raw.elements(3).map { .base64($0) })))
    }
}
