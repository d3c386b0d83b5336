package import JSON
import Wire

extension Part: JSONCodable {
    package var json: JSONValue {
        .members(("index", .integer(index)), ("bytes", .hex(bytes)), ("proof", proof.json))
    }

    /// Does not validate.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            index: try reader["index"].uint32(), bytes: try reader["bytes"].hexBytes(),
            proof: try reader["proof"].decode())
    }
}
