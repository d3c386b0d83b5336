import Chain
import Cryptography
package import Files
package import JSON
import Wire

extension ValidatorKey {
    /// The secret as it stands in `priv_validator_key.json`.
    package var exportedJSON: JSONValue {
        .members(("address", .hex(address.bytes)), ("pub_key", publicKey.json), ("priv_key", privateKey.exportedJSON))
    }

    /// Reads `priv_validator_key.json`.
    ///
    /// Deviation: CometBFT passes over an address or public key that are not those of the private key; here they are
    /// refused, because someone who mixed up two files would sign as another validator than it appears.
    package static func read(_ path: String) throws(FileError) -> (key: ValidatorKey, warnings: [FileWarning]) {
        try KeyFile.read(path) { (json: JSONValue) throws(JSONError) -> ValidatorKey in
            let reader = JSONReader(json)
            let key = ValidatorKey(try KeyFile.privateKey(in: reader))
            let address = try reader["address"].hexBytes()
            if !address.isEmpty && address != key.address.bytes {
                throw try reader["address"].error("not that of priv_key, which is \(key.address)")
            }
            if let publicKey = try reader["pub_key"].decodeIfPresent(PublicKey.self), publicKey != key.publicKey {
                throw try reader["pub_key"].error("not that of priv_key, which is \(key.publicKey)")
            }
            return key
        }
    }

    /// Puts a key file in the place of what is there. Durable when it returns.
    package func write(to path: String) throws(FileError) {
        try DurableFile.replace(path, with: exportedJSON.indented(), mode: KeyFile.mode)
    }
}
