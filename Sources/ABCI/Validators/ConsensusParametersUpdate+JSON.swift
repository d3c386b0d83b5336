package import Chain
package import JSON
import Wire

extension ConsensusParametersUpdate {
    /// `consensus_param_updates` in `/block_results` and `NewBlock` events: groups that stay are left out, and within a
    /// group the fields that are zero.
    package var updateJSON: JSONValue {
        .members(
            leavingOutNil: ("block", block.map(\.updateJSON)), ("evidence", evidence.map(\.updateJSON)),
            ("validator", validator.map(\.updateJSON)), ("version", version.map(\.updateJSON)),
            ("abci", abci.map(\.updateJSON)))
    }
}

extension BlockParameters {
    fileprivate var updateJSON: JSONValue {
        .members(leavingOutNil: ("max_bytes", nonzero(maxBytes)), ("max_gas", nonzero(maxGas)))
    }
}

extension EvidenceParameters {
    fileprivate var updateJSON: JSONValue {
        .members(
            leavingOutNil: ("max_age_num_blocks", nonzero(maxAgeBlocks)),
            ("max_age_duration", .decimal(maxAgeDuration.rawValue)), ("max_bytes", nonzero(maxBytes)))
    }
}

extension ValidatorParameters {
    fileprivate var updateJSON: JSONValue {
        .members(
            leavingOutNil: (
                "pub_key_types", publicKeyTypes.isEmpty ? nil : .array(publicKeyTypes.map { .string($0) })
            ))
    }
}

extension VersionParameters {
    fileprivate var updateJSON: JSONValue { .members(leavingOutNil: ("app", nonzero(app))) }
}

extension ABCIParameters {
    fileprivate var updateJSON: JSONValue {
        .members(leavingOutNil: ("vote_extensions_enable_height", nonzero(voteExtensionsEnableHeight.rawValue)))
    }
}

private func nonzero(_ value: some BinaryInteger) -> JSONValue? {
    value == 0 ? nil : .decimal(value)
}
