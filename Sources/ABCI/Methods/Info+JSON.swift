import Chain
package import JSON
import Wire

extension ResponseInfo: JSONCodable {
    /// `/abci_info`: empty fields left out.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("data", data.isEmpty ? nil : .string(data)),
            ("version", version.isEmpty ? nil : .string(version)),
            ("app_version", appVersion == 0 ? nil : .decimal(appVersion)),
            ("last_block_height", lastBlockHeight == 0 ? nil : .decimal(lastBlockHeight.rawValue)),
            ("last_block_app_hash", lastBlockAppHash.bytes.isEmpty ? nil : .base64(lastBlockAppHash.bytes)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            data: try reader["data"].string(), version: try reader["version"].string(),
            appVersion: try reader["app_version"].uint64String(),
            lastBlockHeight: Height(try reader["last_block_height"].int64String()),
            lastBlockAppHash: AppHash(try reader["last_block_app_hash"].base64()))
    }
}
