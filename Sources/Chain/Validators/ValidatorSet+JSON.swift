package import JSON
import Wire

extension ValidatorSet: JSONCodable {
    package var json: JSONValue {
        .members(("validators", .arrayOrNull(of: validators)), ("proposer", proposer.json))
    }

    /// Reads a set with the checks that one from protobuf gets.
    ///
    /// Deviation: CometBFT reads any list here and checks it later, wherever it is used; no caller uses it unchecked.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        let forms = try reader["validators"].array(of: ValidatorForm.self, atMost: ValidatorSet.countMaximum)
        let proposer = try reader["proposer"].decodeIfPresent(ValidatorForm.self)
        do {
            try self.init(forms, proposer: proposer)
        } catch {
            throw reader.error(error.message)
        }
    }
}
