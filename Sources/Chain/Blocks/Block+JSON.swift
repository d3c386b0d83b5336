package import JSON
import Wire

extension Block: JSONCodable {
    package var json: JSONValue {
        .members(
            ("header", header.json),
            ("data", data.json),
            ("evidence", EvidenceList(evidence).json),
            ("last_commit", lastCommit.json)
        )
    }

    /// Does not validate.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            header: try reader["header"].decode(), data: try reader["data"].decode(),
            evidence: try reader["evidence"].decode(EvidenceList.self).evidence,
            lastCommit: try reader["last_commit"].decodeIfPresent())
    }
}
