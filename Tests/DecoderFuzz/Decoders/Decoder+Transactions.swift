import Chain
import Cryptography
import JSON
import Transactions
import Wire

extension Decoder {
    /// The registry's transactions and what the registry answers.
    static let transactions: [Decoder] = [
        Decoder(name: "transaction", example: Example.transaction) { bytes in
            guard let value = try? SignedTransaction(bytes, for: .simulation) else { return .refused }
            // There is one encoding of messages and keys; the order of fields in the signed parts is the sender's.
            guard let body = try? TransactionBody.decoded(value.body.protobuf), body == value.body else {
                return .violation("reads another body from its own encoding")
            }
            guard let json = try? TransactionJSON.json(bytes), let again = try? TransactionJSON.bytes(json),
                let read = try? SignedTransaction(again, for: .simulation)
            else { return .violation("refuses its own JSON") }
            if read.body != value.body || read.authentication != value.authentication {
                return .violation("reads another transaction from its own JSON")
            }
            // What an older version knows is the same in the newest.
            for version in [RegistryVersion.first, .second] {
                guard let older = try? SignedTransaction(bytes, for: .simulation, version: version) else { continue }
                if older.body != value.body || older.authentication != value.authentication {
                    return .violation("another transaction in version \(version)")
                }
            }
            _ = try? value.verified(chainID: "fuzz", accountNumbers: value.signers.map { _ in 0 })
            return .accepted
        },
        Decoder(name: "transaction-json", example: Example.transactionJSON) { bytes in
            guard let json = try? JSONValue(parsing: bytes), let made = try? TransactionJSON.bytes(json) else {
                return .refused
            }
            guard let again = try? TransactionJSON.bytes(TransactionJSON.json(made)) else {
                return .violation("refuses its own JSON")
            }
            return again == made ? .accepted : .violation("writes one transaction in two ways")
        },
        Decoder(name: "canonical-text", example: Array("<p>a &amp; b</p><script>c</script><!-- d -->".utf8)) { bytes in
            guard let text = CanonicalText(ByteString(bytes)) else { return .refused }
            return text.bytes.count <= bytes.count ? .accepted : .violation("the text grew")
        },
        protobuf(
            "revoke-key-response", MsgRevokeKeyResponse(isExisting: true, height: 5, transactionHash: SHA256.hash([1]))),
        protobuf("tx-msg-data", TxMsgData(responses: [TxMsgData.Response(typeURL: "/x", value: [1])])),
        protobuf(
            "registration-outcome", RegistrationOutcome(isExisting: true, height: 5, transactionHash: SHA256.hash([1]))),
    ]
}

extension Example {
    /// One message, signed.
    static let transaction: [UInt8] = {
        let seed = [UInt8](repeating: 7, count: Ed25519PrivateKey.seedSize)
        guard let key = Ed25519PrivateKey(seed: seed), let license = try? License("cc_by") else { return [] }
        let message = MsgRegisterContent(
            creator: AccountAddress(.ed25519(key.publicKey)),
            work: Work(contentHash: ContentHash(SHA256.hash([1])), license: license, contentKind: .text))
        return TransactionBuilder(TransactionBody(messages: [.register(message)]), fee: Fee(gasLimit: 5)).signed(
            by: key, chainID: "fuzz", accountNumber: 0, sequence: 1)
    }()

    static let transactionJSON: [UInt8] = (try? TransactionJSON.json(transaction))?.serialized() ?? []
}
