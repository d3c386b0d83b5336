package import JSON
import Wire

extension ExecTxResult: JSONCodable {
    /// All fields: `/block_results`, `/tx`, `/broadcast_tx_commit` and the results of a `NewBlock` event.
    package var json: JSONValue {
        .members(
            ("code", .integer(code)), ("data", .base64(data.isEmpty ? nil : data)), ("log", .string(log)),
            ("info", .string(info)), ("gas_wanted", .decimal(gasWanted)), ("gas_used", .decimal(gasUsed)),
            ("events", .array(events.map(\.fullJSON))), ("codespace", .string(codespace)))
    }

    /// Empty fields left out: the result inside a `Tx` event.
    ///
    /// CometBFT finds `ExecTxResult.MarshalJSON` only on values it can take the address of, and there it cannot.
    package var eventJSON: JSONValue {
        .members(
            leavingOutNil: ("code", code == 0 ? nil : .integer(code)), ("data", data.isEmpty ? nil : .base64(data)),
            ("log", log.isEmpty ? nil : .string(log)), ("info", info.isEmpty ? nil : .string(info)),
            ("gas_wanted", gasWanted == 0 ? nil : .decimal(gasWanted)),
            ("gas_used", gasUsed == 0 ? nil : .decimal(gasUsed)),
            ("events", events.isEmpty ? nil : .array(of: events)),
            ("codespace", codespace.isEmpty ? nil : .string(codespace)))
    }

    /// Reads both forms.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            code: try reader["code"].uint32(), data: try reader["data"].base64(), log: try reader["log"].string(),
            info: try reader["info"].string(), gasWanted: try reader["gas_wanted"].int64String(),
            gasUsed: try reader["gas_used"].int64String(),
            events: try reader["events"].array(of: Event.self, atMost: ABCILimit.eventsMaximum),
            codespace: try reader["codespace"].string())
    }
}
