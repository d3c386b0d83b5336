import Cryptography
package import JSON
import Wire

extension Proposal: JSONCodable {
    /// The type has a capital because CometBFT gives that field no name of its own.
    package var json: JSONValue {
        .members(
            ("Type", SignedMessageType.proposal.json),
            ("height", .decimal(height.rawValue)),
            ("round", .integer(round.rawValue)),
            ("pol_round", .integer(polRound.rawValue)),
            ("block_id", blockID.json),
            ("timestamp", timestamp.json),
            ("signature", .base64OrNull(signature.bytes))
        )
    }

    /// Does not validate, but for the type, which could not stand here otherwise.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        if try reader["Type"].decode(SignedMessageType.self) != .proposal {
            throw try reader["Type"].error("invalid Type")
        }
        self.init(
            height: try reader["height"].height(), round: try reader["round"].round(),
            polRound: try reader["pol_round"].round(), blockID: try reader["block_id"].decode(),
            timestamp: try reader["timestamp"].decode(), signature: try reader["signature"].signature())
    }
}
