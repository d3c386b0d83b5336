package import ABCI
import Chain
import Cryptography
import JSON
package import MerkleMap
package import Transactions
package import Wire

extension RevokedKey {
    /// The key under which the state has the revocation, for those who verify it against an app hash.
    package static func key(of account: AccountAddress, _ keyID: ByteString) -> [UInt8] {
        StateKey.revokedKey(of: account, keyID)
    }

    /// The revocation that an entry of the state says.
    package init(_ entry: MapEntry) throws(ApplicationError) {
        let revocation = try StoredValue.decode(KeyRevocation.self, entry.value, of: "revocation")
        self.init(
            keyID: ByteString(Array(entry.key.dropFirst(1 + Address.size))), height: revocation.height.rawValue,
            time: revocation.time, transactionHash: revocation.transactionHash)
    }

    /// As an export has it.
    func exportJSON(of account: AccountAddress) -> JSONValue {
        .members(
            ("address", .text(account.text)), ("key_id", .string(keyID)), ("height", .decimal(height)),
            ("time", .text(time.description)), ("tx_hash", .hex(transactionHash.bytes)))
    }
}
