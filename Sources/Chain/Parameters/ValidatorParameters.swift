package import JSON
package import Wire

/// Which kinds of keys validators may have (`tendermint.types.ValidatorParams`).
package struct ValidatorParameters: Hashable, Sendable {
    /// The kinds that a chain may allow, by their ABCI names (CometBFT `ABCIPubKeyTypesToNames`).
    package static let knownKeyTypes: [ByteString] = ["ed25519", "secp256k1"]
    /// The most names read from one message; there are two kinds, and a list that repeats them is still a list.
    package static let keyTypesMaximum = 1_024

    package var publicKeyTypes: [ByteString]

    /// CometBFT's default: Ed25519 alone.
    package init(publicKeyTypes: [ByteString] = ["ed25519"]) {
        self.publicKeyTypes = publicKeyTypes
    }

    /// Whether a key of this kind may be a validator's.
    package func allows(_ keyType: String) -> Bool { publicKeyTypes.contains(ByteString(keyType)) }

    func validate() throws(ValidationError) {
        if publicKeyTypes.isEmpty { throw ValidationError("len(Validator.PubKeyTypes) must be greater than 0") }
        for (index, type) in publicKeyTypes.enumerated() where !ValidatorParameters.knownKeyTypes.contains(type) {
            throw ValidationError("params.Validator.PubKeyTypes[\(index)], \(type), is an unknown pubkey type")
        }
    }
}

extension ValidatorParameters: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        for type in publicKeyTypes { writer.element(1, type.bytes) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        self.init(publicKeyTypes: [])
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                if publicKeyTypes.count >= ValidatorParameters.keyTypesMaximum {
                    throw DecodingError(.tooMany(ValidatorParameters.keyTypesMaximum), offset: field.offset)
                }
                publicKeyTypes.append(try reader.string(field))
            default: try reader.skip(field)
            }
        }
    }
}

extension ValidatorParameters: JSONCodable {
    package var json: JSONValue {
        .members(("pub_key_types", publicKeyTypes.isEmpty ? .null : .array(publicKeyTypes.map { .string($0) })))
    }

    package init(json: JSONValue) throws(JSONError) {
        var types: [ByteString] = []
        for type in try JSONReader(json)["pub_key_types"].array(atMost: ValidatorParameters.keyTypesMaximum) {
            types.append(try type.string())
        }
        self.init(publicKeyTypes: types)
    }
}
