import Cryptography
package import JSON
import Wire

extension Validator: JSONCodable {
    package var json: JSONValue {
        .members(
            ("address", .hex(address.bytes)), ("pub_key", publicKey.json),
            ("voting_power", .decimal(votingPower.rawValue)),
            ("proposer_priority", .decimal(proposerPriority.rawValue)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        let form = try ValidatorForm(json: json)
        do {
            self = try form.validator()
        } catch {
            throw reader.error(error.message)
        }
    }
}

extension ValidatorForm: JSONDecodable {
    init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let key = try reader["pub_key"].decodeIfPresent(PublicKey.self) else {
            throw reader.error("validator does not have a public key")
        }
        self.init(
            address: try reader["address"].hexBytes(), publicKey: key,
            votingPower: try reader["voting_power"].int64String(),
            proposerPriority: try reader["proposer_priority"].int64String())
    }
}
