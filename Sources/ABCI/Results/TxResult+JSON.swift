import Chain
package import JSON
import Wire

extension TxResult: JSONCodable {
    /// The transaction of a `Tx` event.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("height", height == 0 ? nil : .decimal(height.rawValue)),
            ("index", index == 0 ? nil : .integer(index)), ("tx", tx.bytes.isEmpty ? nil : .base64(tx.bytes)),
            ("result", result.eventJSON))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            height: Height(try reader["height"].int64String()), index: try reader["index"].uint32(),
            tx: Transaction(try reader["tx"].base64()), result: try reader["result"].decode(ExecTxResult.self))
    }
}
