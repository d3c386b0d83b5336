package import JSON
import Wire

extension PartSetHeader: JSONCodable {
    package var json: JSONValue {
        .members(("total", .integer(total)), ("hash", .hash(hash)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(total: try reader["total"].uint32(), hash: try reader["hash"].hash())
    }
}

extension BlockID: JSONCodable {
    /// The part set's header is named `parts`.
    package var json: JSONValue {
        .members(("hash", .hash(hash)), ("parts", partSetHeader.json))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(hash: try reader["hash"].hash(), partSetHeader: try reader["parts"].decode())
    }
}
