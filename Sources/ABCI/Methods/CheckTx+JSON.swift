package import JSON
import Wire

extension ResponseCheckTx: JSONCodable {
    /// All fields: `/check_tx` and `/broadcast_tx_commit`. They are those of `ExecTxResult`.
    package var json: JSONValue { result.json }

    package init(json: JSONValue) throws(JSONError) {
        self.init(try ExecTxResult(json: json))
    }
}
