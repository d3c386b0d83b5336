package import Cryptography
package import JSON
import Wire

extension MerkleProof: JSONCodable {
    /// The list of aunts is there also when it is empty, as in proofs that CometBFT has just made.
    package var json: JSONValue {
        .members(
            ("total", .decimal(total)),
            ("index", .decimal(index)),
            ("leaf_hash", .base64(leafHash.bytes)),
            ("aunts", .array(aunts.map { .base64($0.bytes) }))
        )
    }

    /// Refuses hashes of other than 32 bytes, with which no proof verifies, and more aunts than a proof may have.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let leafHash = Hash(try reader["leaf_hash"].base64()) else {
            throw try reader["leaf_hash"].error("expected LeafHash size to be \(Hash.size)")
        }
        var aunts: [Hash] = []
        for (index, element) in try reader["aunts"].array(atMost: MerkleProof.auntsMaximum).enumerated() {
            guard let aunt = Hash(try element.base64()) else {
                throw element.error("expected Aunts#\(index) size to be \(Hash.size)")
            }
            aunts.append(aunt)
        }
        self.init(
            total: try reader["total"].int64String(), index: try reader["index"].int64String(), leafHash: leafHash,
            aunts: aunts)
    }
}
