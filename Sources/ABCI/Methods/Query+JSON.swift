import Chain
import Cryptography
package import JSON
import Wire

extension ResponseQuery: JSONCodable {
    /// `/abci_query`: all fields. `proofOps` is spelt as protobuf's JSON mapping spells it.
    package var json: JSONValue {
        .members(
            ("code", .integer(code)), ("log", .string(log)), ("info", .string(info)), ("index", .decimal(index)),
            ("key", .base64(key.isEmpty ? nil : key)), ("value", .base64(value.isEmpty ? nil : value)),
            ("proofOps", proofOps.map(ResponseQuery.json) ?? .null), ("height", .decimal(height.rawValue)),
            ("codespace", .string(codespace)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        let proof = try reader["proofOps"]
        self.init(
            code: try reader["code"].uint32(), log: try reader["log"].string(), info: try reader["info"].string(),
            index: try reader["index"].int64String(), key: try reader["key"].base64(),
            value: try reader["value"].base64(), proofOps: proof.isNull ? nil : try ResponseQuery.proof(proof),
            height: Height(try reader["height"].int64String()), codespace: try reader["codespace"].string())
    }

    private static func json(_ proof: ProofOperations) -> JSONValue {
        .members(
            (
                "ops",
                .array(
                    proof.operations.map { operation in
                        .members(
                            ("type", .string(operation.type)),
                            ("key", .base64(operation.key.isEmpty ? nil : operation.key)),
                            ("data", .base64(operation.data.isEmpty ? nil : operation.data)))
                    })
            ))
    }

    private static func proof(_ reader: JSONReader) throws(JSONError) -> ProofOperations {
        var operations: [ProofOperation] = []
        for operation in try reader["ops"].array() {
            operations.append(
                ProofOperation(
                    type: try operation["type"].string(), key: try operation["key"].base64(),
                    data: try operation["data"].base64()))
        }
        return ProofOperations(operations)
    }
}
