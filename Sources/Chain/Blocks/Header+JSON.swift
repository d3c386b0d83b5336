package import JSON
import Wire

extension BlockVersion: JSONCodable {
    /// Zeros are left out.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("block", block == 0 ? nil : .decimal(block)), ("app", app == 0 ? nil : .decimal(app)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(block: try reader["block"].uint64String(), app: try reader["app"].uint64String())
    }
}

extension Header: JSONCodable {
    package var json: JSONValue {
        .members(
            ("version", version.json),
            ("chain_id", .string(chainID.text)),
            ("height", .decimal(height.rawValue)),
            ("time", time.json),
            ("last_block_id", lastBlockID.json),
            ("last_commit_hash", .hash(lastCommitHash)),
            ("data_hash", .hash(dataHash)),
            ("validators_hash", .hash(validatorsHash)),
            ("next_validators_hash", .hash(nextValidatorsHash)),
            ("consensus_hash", .hash(consensusHash)),
            ("app_hash", appHash.json),
            ("last_results_hash", .hash(lastResultsHash)),
            ("evidence_hash", .hash(evidenceHash)),
            ("proposer_address", .address(proposerAddress))
        )
    }

    /// Does not validate.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            version: try reader["version"].decode(), chainID: try reader["chain_id"].chainID(),
            height: try reader["height"].height(), time: try reader["time"].decode(),
            lastBlockID: try reader["last_block_id"].decode(),
            lastCommitHash: try reader["last_commit_hash"].hash(), dataHash: try reader["data_hash"].hash(),
            validatorsHash: try reader["validators_hash"].hash(),
            nextValidatorsHash: try reader["next_validators_hash"].hash(),
            consensusHash: try reader["consensus_hash"].hash(), appHash: try reader["app_hash"].decode(),
            lastResultsHash: try reader["last_results_hash"].hash(),
            evidenceHash: try reader["evidence_hash"].hash(),
            proposerAddress: try reader["proposer_address"].address())
    }
}
