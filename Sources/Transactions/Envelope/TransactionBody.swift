package import Chain
package import Wire

/// What a transaction does, and how long it may wait (`cosmos.tx.v1beta1.TxBody`).
package struct TransactionBody: Hashable, Sendable {
    /// The most characters of a memo (cosmos-sdk `x/auth/types/params.go`), counted as bytes.
    package static let memoSizeMaximum = 256
    /// The most messages of one transaction.
    package static let messagesMaximum = 100

    private static let options = SchemaTable("extension option", [], reason: .unknownExtension)
    package static let schema = MessageSchema(
        "cosmos.tx.v1beta1.TxBody",
        [
            FieldSchema(1, "messages", .any(RegistryMessage.schemas), countMaximum: messagesMaximum),
            FieldSchema(2, "memo", .string),
            FieldSchema(3, "timeout_height", .uint64),
            FieldSchema(4, "unordered", .bool),
            FieldSchema(5, "timeout_timestamp", .timestamp),
            FieldSchema(1023, "extension_options", .any(options), countMaximum: 16),
            FieldSchema(2047, "non_critical_extension_options", .any(options), countMaximum: 16),
        ])

    /// At least one; executed in this order, all or none.
    package var messages: [RegistryMessage]
    /// Anyone may read it; clients of ours leave it empty.
    package var memo: ByteString
    /// The last height whose block may hold the transaction; 0 for no such height.
    package var timeoutHeight: UInt64
    /// Whether the sequence does not matter; `timeoutTimestamp` is needed then, and used up.
    package var isUnordered: Bool
    /// The transaction may stand in blocks of a time before this one.
    package var timeoutTimestamp: Timestamp?

    package init(
        messages: [RegistryMessage], memo: ByteString = "", timeoutHeight: UInt64 = 0, isUnordered: Bool = false,
        timeoutTimestamp: Timestamp? = nil
    ) {
        self.messages = messages
        self.memo = memo
        self.timeoutHeight = timeoutHeight
        self.isUnordered = isUnordered
        self.timeoutTimestamp = timeoutTimestamp
    }

    /// The body of these bytes, as `SignedTransaction` reads them.
    package static func decoded(_ bytes: [UInt8]) throws(TransactionError) -> TransactionBody {
        try TransactionBody(StrictMessage(bytes, schema, place: "body"))
    }

    init(_ message: StrictMessage) throws(TransactionError) {
        self.init(
            messages: [], memo: message.string(2), timeoutHeight: message.uint64(3), isUnordered: message.bool(4),
            timeoutTimestamp: message.timestamp(5))
        if memo.bytes.count > TransactionBody.memoSizeMaximum {
            throw TransactionError(
                .memoTooLarge,
                "maximum number of characters is \(TransactionBody.memoSizeMaximum) but received "
                    + "\(memo.bytes.count) characters: memo too large")
        }
        let found = message.messages(1)
        if found.isEmpty {
            throw TransactionError(.invalidRequest, "must contain at least one message: invalid request")
        }
        for element in found { messages.append(try RegistryMessage(element)) }
        if isUnordered && timeoutTimestamp == nil {
            throw TransactionError(
                .invalidRequest, "unordered transaction must have timeout_timestamp set: invalid request")
        }
    }

    /// Who must sign, each once, in the order in which the messages name them.
    package var signers: [AccountAddress] {
        var signers: [AccountAddress] = []
        for message in messages where !signers.contains(message.signer) { signers.append(message.signer) }
        return signers
    }
}

extension TransactionBody: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        for message in messages {
            writer.message(1) { any in
                any.string(1, message.typeURL)
                any.bytes(2, message.body.protobuf)
            }
        }
        writer.string(2, memo)
        writer.uint64(3, timeoutHeight)
        writer.bool(4, isUnordered)
        writer.messageIfPresent(5, timeoutTimestamp)
    }
}
