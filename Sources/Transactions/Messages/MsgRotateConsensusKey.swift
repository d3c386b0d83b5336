package import Cryptography
package import Wire

/// Gives a validator another consensus key, which no validator has had.
package struct MsgRotateConsensusKey: RegistryMessageBody {
    package static let schema = MessageSchema(
        "daoncore.validators.v1.MsgRotateConsensusKey",
        [FieldSchema(1, "operator", .string), FieldSchema(2, "new_key", .any(KeySchemas.all))],
        since: .second)

    /// The validator's operator.
    package var account: AccountAddress
    package var newKey: Ed25519PublicKey

    package init(account: AccountAddress, newKey: Ed25519PublicKey) {
        self.account = account
        self.newKey = newKey
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        account = try AccountAddress(message.string(1))
        guard let key = message.message(2) else {
            throw TransactionError(.invalidPublicKey, "new_key: missing: invalid pubkey")
        }
        newKey = try KeySchemas.consensusKey(key)
    }

    package var signer: AccountAddress { account }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, account)
        writer.publicKey(2, .ed25519(newKey))
    }
}
