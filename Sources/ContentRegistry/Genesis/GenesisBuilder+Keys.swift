import ABCI
import JSON
import Transactions
import Wire

extension GenesisBuilder {
    /// Takes a revoked key of an export.
    mutating func addRevokedKey(_ reader: JSONReader) throws {
        let account = try reader["address"].accountAddress()
        let keyID = try reader["key_id"].string()
        if keyID.isEmpty || keyID.bytes.count > MsgRevokeKey.keyIDSizeMaximum {
            throw try reader["key_id"].error(
                "\(keyID.bytes.count) bytes, expected 1 to \(MsgRevokeKey.keyIDSizeMaximum)")
        }
        if state.parameters.registryVersion < .third {
            throw reader.error("keys are revoked from version 3 on (registry_version)")
        }
        if try change({ try $0.revocation(of: keyID, by: account) }) != nil {
            throw try reader["key_id"].error("\(account) has revoked \(keyID) twice")
        }
        let revocation = KeyRevocation(
            height: try reader["height"].heightIfPresent(), time: try reader["time"].timestamp(),
            transactionHash: try reader["tx_hash"].hash())
        change { $0.put(StateKey.revokedKey(of: account, keyID), revocation.protobuf) }
    }
}
