import Chain
import JSON
import Wire

extension ConsensusParametersUpdate: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("block", .optional(block)), ("evidence", .optional(evidence)), ("validator", .optional(validator)),
            ("version", .optional(version)), ("abci", .optional(abci)))
    }
}

extension BlockParameters: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("max_bytes", .decimal(maxBytes)), ("max_gas", .decimal(maxGas)))
    }
}

extension EvidenceParameters: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("max_age_num_blocks", .decimal(maxAgeBlocks)), ("max_age_duration", maxAgeDuration.protobufJSON),
            ("max_bytes", .decimal(maxBytes)))
    }
}

extension ValidatorParameters: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .member("pub_key_types", .array(publicKeyTypes.map { .string($0) }))
    }
}

extension VersionParameters: ProtobufJSONEncodable {
    var protobufJSON: JSONValue { .member("app", .decimal(app)) }
}

extension ABCIParameters: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .member("vote_extensions_enable_height", .decimal(voteExtensionsEnableHeight.rawValue))
    }
}
