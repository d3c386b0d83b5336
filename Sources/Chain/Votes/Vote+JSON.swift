import Cryptography
package import JSON
import Wire

extension SignedMessageType: JSONCodable {
    package var json: JSONValue { .integer(rawValue) }

    package init(json: JSONValue) throws(JSONError) {
        self = SignedMessageType(rawValue: try JSONReader(json).int32()) ?? .unknown
    }
}

extension Vote: JSONCodable {
    package var json: JSONValue {
        .members(
            ("type", type.json),
            ("height", .decimal(height.rawValue)),
            ("round", .integer(round.rawValue)),
            ("block_id", blockID.json),
            ("timestamp", timestamp.json),
            ("validator_address", .address(validatorAddress)),
            ("validator_index", .integer(validatorIndex)),
            ("signature", .base64OrNull(signature.bytes)),
            ("extension", .base64OrNull(`extension`)),
            ("extension_signature", .base64OrNull(extensionSignature.bytes))
        )
    }

    /// Does not validate.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            type: try reader["type"].decode(), height: try reader["height"].height(),
            round: try reader["round"].round(), blockID: try reader["block_id"].decode(),
            timestamp: try reader["timestamp"].decode(),
            validatorAddress: try reader["validator_address"].address(),
            validatorIndex: try reader["validator_index"].int32(),
            signature: try reader["signature"].signature(), extension: try reader["extension"].base64(),
            extensionSignature: try reader["extension_signature"].signature())
    }
}
