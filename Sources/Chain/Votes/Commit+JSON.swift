import Cryptography
package import JSON
import Wire

extension CommitSig: JSONCodable {
    package var json: JSONValue {
        .members(
            ("block_id_flag", .integer(flag.rawValue)),
            ("validator_address", .address(validatorAddress)),
            ("timestamp", timestamp.json),
            ("signature", .base64OrNull(signature.bytes))
        )
    }

    /// Does not validate.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        let flag = try reader["block_id_flag"].integer(as: UInt8.self, named: "types.BlockIDFlag")
        self.init(
            flag: BlockIDFlag(truncating: Int32(flag)),
            validatorAddress: try reader["validator_address"].address(),
            timestamp: try reader["timestamp"].decode(), signature: try reader["signature"].signature())
    }
}

extension Commit: JSONCodable {
    /// Without signatures the list is `[]`, as in a commit that CometBFT has read from its store.
    package var json: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)),
            ("round", .integer(round.rawValue)),
            ("block_id", blockID.json),
            ("signatures", .array(of: signatures))
        )
    }

    /// Does not validate, but for the number of signatures.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            height: try reader["height"].height(), round: try reader["round"].round(),
            blockID: try reader["block_id"].decode(),
            signatures: try reader["signatures"].array(of: CommitSig.self, atMost: ChainLimits.votesMaximum))
    }
}
