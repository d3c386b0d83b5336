package import JSON
import Wire

// CometBFT writes some ABCI values with gogoproto's `jsonpb` (all fields, empty ones too), others with its own
// `libs/json` (fields tagged `omitempty` are left out when empty). Which one it is depends on the type, and for some
// types on where the value stands.

extension EventAttribute: JSONCodable {
    /// All fields, wherever it stands (CometBFT abci/types/types.go `EventAttribute.MarshalJSON`).
    package var json: JSONValue {
        .members(("key", .string(key)), ("value", .string(value)), ("index", .bool(index)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            key: try reader["key"].string(), value: try reader["value"].string(), index: try reader["index"].bool())
    }
}

extension Event: JSONCodable {
    /// An event of a block, or of an event's transaction: empty fields left out.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("type", type.isEmpty ? nil : .string(type)),
            ("attributes", attributes.isEmpty ? nil : .array(of: attributes)))
    }

    /// An event inside a result that is written in full.
    var fullJSON: JSONValue {
        .members(("type", .string(type)), ("attributes", .array(of: attributes)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            type: try reader["type"].string(),
            attributes: try reader["attributes"].array(of: EventAttribute.self, atMost: ABCILimit.eventsMaximum))
    }
}
