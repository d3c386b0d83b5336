import Chain
package import JSON
import Wire

extension ResponseFinalizeBlock: JSONEncodable {
    /// `result_finalize_block` of a `NewBlock` event.
    ///
    /// `validator_updates` is `[]` when there are none: Go's key-value store answers with an empty slice. An application
    /// behind a socket gives a nil one there, which CometBFT writes as null.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("events", events.isEmpty ? nil : .array(of: events)),
            ("tx_results", txResults.isEmpty ? nil : .array(of: txResults)),
            ("validator_updates", .array(of: validatorUpdates)),
            ("consensus_param_updates", consensusParamUpdates.map(\.updateJSON)),
            ("app_hash", appHash.bytes.isEmpty ? nil : .base64(appHash.bytes)))
    }
}
