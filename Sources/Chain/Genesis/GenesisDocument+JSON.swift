package import JSON
import Wire

extension GenesisDocument: JSONCodable {
    private static let appStateKey: ByteString = "app_state"

    /// The document as the file and `/genesis` show it. What is empty and may be missing is left out.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("genesis_time", time.json), ("chain_id", .string(chainID.text)),
            ("initial_height", .decimal(initialHeight.rawValue)), ("consensus_params", consensusParameters?.json),
            ("validators", validators.isEmpty ? nil : .array(of: validators)), ("app_hash", .hex(appHash.bytes)),
            (GenesisDocument.appStateKey, appState.isEmpty ? nil : .raw(compactAppState)))
    }

    /// The one form of a complete document: two nodes whose files differ only in spaces, order or what goes without saying
    /// have the same. Peers give it to each other, and compare its hash.
    package var canonicalBytes: [UInt8] { json.serialized() }

    /// Go's `json.Marshal` compacts and escapes the `json.RawMessage` in which CometBFT keeps the state.
    private var compactAppState: [UInt8] { JSONText.escapedForHTML(JSONText.compacted(appState)) }

    /// Reads a genesis file, which still has to be `completed`. The application's state stays as it is written, to the
    /// byte: so CometBFT hands it to InitChain.
    package init(file bytes: [UInt8]) throws(JSONError) {
        try self.init(
            json: JSONValue(parsing: bytes, rawMembers: [GenesisDocument.appStateKey], compactsRawMembers: false))
    }

    /// Reads CometBFT's form of the document, or that of the Cosmos SDK (x/genutil/types/genesis.go `AppGenesis`), which has
    /// `consensus` with parameters and validators in it.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        let consensus = try reader["consensus"]
        let isFromSDK = !consensus.isNull
        self.init(
            time: try reader["genesis_time"].decode(), chainID: ChainID(try reader["chain_id"].string()),
            initialHeight: Height(
                isFromSDK
                    ? try GenesisDocument.number(reader["initial_height"]) : try reader["initial_height"].int64String()),
            consensusParameters: try (isFromSDK ? consensus["params"] : reader["consensus_params"]).decodeIfPresent(),
            validators: try (isFromSDK ? consensus["validators"] : reader["validators"])
                .array(of: GenesisValidator.self, atMost: ValidatorSet.countMaximum),
            appHash: AppHash(isFromSDK ? try reader["app_hash"].base64() : try reader["app_hash"].hexBytes()),
            appState: GenesisDocument.text(try reader[GenesisDocument.appStateKey].value))
    }

    /// The SDK writes the height as Go's own JSON does.
    private static func number(_ reader: JSONReader) throws(JSONError) -> Int64 {
        if case .string = reader.value { return try reader.int64String() }
        return try reader.integer(as: Int64.self, named: "int64")
    }

    private static func text(_ state: JSONValue) -> [UInt8] {
        let text = state.serialized()
        return text == Array("null".utf8) ? [] : text
    }
}
