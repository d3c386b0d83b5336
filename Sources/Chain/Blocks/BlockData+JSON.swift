import Cryptography
package import JSON
import Wire

extension Transaction: JSONCodable {
    package var json: JSONValue { .base64(bytes) }

    package init(json: JSONValue) throws(JSONError) {
        self.init(try JSONReader(json).base64())
    }
}

extension BlockData: JSONCodable {
    package var json: JSONValue { .members(("txs", .array(of: transactions))) }

    package init(json: JSONValue) throws(JSONError) {
        self.init(try JSONReader(json)["txs"].array(of: Transaction.self))
    }
}

extension TransactionProof: JSONCodable {
    package var json: JSONValue {
        .members(("root_hash", .hash(rootHash)), ("data", transaction.json), ("proof", proof.json))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let rootHash = try reader["root_hash"].hash() else {
            throw try reader["root_hash"].error("proof matches different data hash")
        }
        self.init(
            rootHash: rootHash, transaction: try reader["data"].decode(), proof: try reader["proof"].decode())
    }
}
