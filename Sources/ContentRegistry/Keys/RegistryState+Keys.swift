import ABCI
import Chain
import Transactions
import Wire

extension RegistryState {
    /// Notes that the signer has revoked a key. It is noted for the signer alone: the chain knows of no API's account, and
    /// whoever signs can end no key but its own. Said again, it is answered with the first time.
    mutating func execute(_ message: MsgRevokeKey, at place: MessagePlace) throws -> MessageOutcome {
        // The version before knows the message and refuses it when it comes to it, its sequence and gas used up.
        if messageVersion < .third {
            throw TransactionError(
                .unknownRequest,
                "\(MsgRevokeKey.typeURL) is not executed by version \(messageVersion) of the registry's messages: the "
                    + "validators vote for version \(RegistryVersion.third): unknown request")
        }
        if let known = try revocation(of: message.keyID, by: message.creator) {
            let response = MsgRevokeKeyResponse(
                isExisting: true, height: known.height.rawValue, transactionHash: known.transactionHash)
            return MessageOutcome(response: response.protobuf, events: [.revocation("key_revocation_exists", message)])
        }
        put(
            StateKey.revokedKey(of: message.creator, message.keyID),
            KeyRevocation(
                height: place.moment.height, time: place.moment.time, transactionHash: place.transaction.hash
            ).protobuf)
        return MessageOutcome(
            response: MsgRevokeKeyResponse().protobuf, events: [.revocation("key_revoked", message)])
    }

    mutating func revocation(
        of keyID: ByteString, by account: AccountAddress
    ) throws(ApplicationError) -> KeyRevocation? {
        try entry(KeyRevocation.self, StateKey.revokedKey(of: account, keyID), "revocation of \(keyID)")
    }
}

extension Event {
    fileprivate static func revocation(_ type: ByteString, _ message: MsgRevokeKey) -> Event {
        var event = Event.of(type, ("account", message.creator.text))
        event.attributes.append(EventAttribute(key: "key_id", value: message.keyID, index: true))
        return event
    }
}
