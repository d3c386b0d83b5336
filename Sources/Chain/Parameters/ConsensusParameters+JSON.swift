package import JSON
import Wire

extension ConsensusParameters: JSONCodable {
    /// As the genesis and `/consensus_params` show them. The fault model is written only where it is not CometBFT's,
    /// so that a `byzantine` chain's files are CometBFT's to the byte.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("block", block.json), ("evidence", evidence.json), ("validator", validator.json),
            ("version", version.json), ("abci", abci.json),
            ("fault", faultModel == .byzantine ? nil : .members(("model", .text(faultModel.rawValue)))))
    }

    /// Reads what is there; what is missing is zero, as in CometBFT, and left to `validate()`.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            block: try reader["block"].decode(), evidence: try reader["evidence"].decode(),
            validator: try reader["validator"].decode(), version: try reader["version"].decode(),
            abci: try reader["abci"].decode(), faultModel: try ConsensusParameters.faultModel(reader["fault"]["model"]))
    }

    /// A misspelt model is refused: it would found a chain with other rules than its operator believes.
    private static func faultModel(_ reader: JSONReader) throws(JSONError) -> FaultModel {
        if reader.isNull { return .byzantine }
        let name = try reader.string().description
        guard let model = FaultModel(rawValue: name) else {
            let known = FaultModel.allCases.map(\.rawValue).joined(separator: ", ")
            throw reader.error("unknown fault model \(name), expected one of \(known)")
        }
        return model
    }
}
