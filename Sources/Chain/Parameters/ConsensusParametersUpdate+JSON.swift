package import JSON
import Wire

extension ConsensusParametersUpdate: JSONEncodable {
    /// As `/block_results` shows it: only groups that change, and of them nothing that is zero.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("block", block?.updateJSON), ("evidence", evidence?.updateJSON),
            ("validator", validator?.updateJSON), ("version", version?.updateJSON), ("abci", abci?.updateJSON))
    }

    /// Go's `omitempty` of an integer.
    fileprivate static func decimal(_ value: some BinaryInteger) -> JSONValue? { value == 0 ? nil : .decimal(value) }
}

extension BlockParameters {
    fileprivate var updateJSON: JSONValue {
        .members(
            leavingOutNil: ("max_bytes", ConsensusParametersUpdate.decimal(maxBytes)),
            ("max_gas", ConsensusParametersUpdate.decimal(maxGas)))
    }
}

extension EvidenceParameters {
    fileprivate var updateJSON: JSONValue {
        .members(
            leavingOutNil: ("max_age_num_blocks", ConsensusParametersUpdate.decimal(maxAgeBlocks)),
            ("max_age_duration", .decimal(maxAgeDuration.rawValue)),
            ("max_bytes", ConsensusParametersUpdate.decimal(maxBytes)))
    }
}

extension ValidatorParameters {
    fileprivate var updateJSON: JSONValue { publicKeyTypes.isEmpty ? .members() : json }
}

extension VersionParameters {
    fileprivate var updateJSON: JSONValue {
        .members(leavingOutNil: ("app", ConsensusParametersUpdate.decimal(app)))
    }
}

extension ABCIParameters {
    fileprivate var updateJSON: JSONValue {
        .members(
            leavingOutNil: (
                "vote_extensions_enable_height", ConsensusParametersUpdate.decimal(voteExtensionsEnableHeight.rawValue)
            ))
    }
}
