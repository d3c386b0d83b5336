package import Wire

/// Ends the validity of a key of an API everywhere: the chain remembers that this account has revoked the key with this id,
/// and each API asks about its own account. Executed from the third version of the messages on.
package struct MsgRevokeKey: RegistryMessageBody {
    /// The most bytes of a key's id.
    package static let keyIDSizeMaximum = 64

    package static let schema = MessageSchema(
        "daoncore.contentregistry.v1.MsgRevokeKey",
        [FieldSchema(1, "creator", .string), FieldSchema(2, "key_id", .string)], since: .second)

    /// Whose key it is: the API's account.
    package var creator: AccountAddress
    /// 1 to 64 bytes.
    package var keyID: ByteString

    package init(creator: AccountAddress, keyID: ByteString) {
        self.creator = creator
        self.keyID = keyID
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        creator = try AccountAddress(message.string(1), reason: .registrySigner)
        keyID = message.string(2)
        if keyID.isEmpty || keyID.bytes.count > MsgRevokeKey.keyIDSizeMaximum {
            throw TransactionError(
                .invalidRequest,
                "key_id: \(keyID.bytes.count) bytes, expected 1 to \(MsgRevokeKey.keyIDSizeMaximum): invalid request")
        }
    }

    package var signer: AccountAddress { creator }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, creator)
        writer.string(2, keyID)
    }
}
