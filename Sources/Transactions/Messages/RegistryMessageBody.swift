package import Wire

/// What all messages of a transaction have in common.
package protocol RegistryMessageBody: Hashable, Sendable, ProtobufEncodable {
    /// What the message's protobuf and JSON hold.
    static var schema: MessageSchema { get }

    /// Reads the message and checks all that needs no state: addresses, hashes, names, sizes.
    init(_ message: StrictMessage) throws(TransactionError)

    /// Who must sign.
    var signer: AccountAddress { get }
}

extension RegistryMessageBody {
    /// How an `Any` names the message.
    package static var typeURL: ByteString { schema.typeURL }
}
