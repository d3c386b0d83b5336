package import JSON
import Wire

extension SignedHeader: JSONCodable {
    package var json: JSONValue { .members(("header", header.json), ("commit", commit.json)) }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let header = try reader["header"].decodeIfPresent(Header.self) else {
            throw reader.error("missing header")
        }
        guard let commit = try reader["commit"].decodeIfPresent(Commit.self) else {
            throw reader.error("missing commit")
        }
        self.init(header: header, commit: commit)
    }
}

extension LightBlock: JSONCodable {
    package var json: JSONValue {
        .members(("signed_header", signedHeader.json), ("validator_set", validatorSet.json))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let header = try reader["signed_header"].decodeIfPresent(SignedHeader.self) else {
            throw reader.error("missing signed header")
        }
        guard let validators = try reader["validator_set"].decodeIfPresent(ValidatorSet.self) else {
            throw reader.error("missing validator set")
        }
        self.init(signedHeader: header, validatorSet: validators)
    }
}
