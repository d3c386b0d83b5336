package import Wire

/// Sends coins to another account (`cosmos.bank.v1beta1`).
package struct MsgSend: RegistryMessageBody {
    /// The most kinds of coin of one message.
    static let coinsMaximum = 16

    package static let schema = MessageSchema(
        "cosmos.bank.v1beta1.MsgSend",
        [
            FieldSchema(1, "from_address", .string),
            FieldSchema(2, "to_address", .string),
            FieldSchema(3, "amount", .message(Coin.schema), countMaximum: coinsMaximum),
        ])

    package var sender: AccountAddress
    package var recipient: AccountAddress
    /// At least one, in the order of their denominations, none twice, none zero.
    package var amount: [Coin]

    package init(sender: AccountAddress, recipient: AccountAddress, amount: [Coin]) {
        self.sender = sender
        self.recipient = recipient
        self.amount = amount
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        sender = try AccountAddress(message.string(1))
        recipient = try AccountAddress(message.string(2))
        amount = try Coin.list(message.messages(3))
        // cosmos-sdk `Coins.Validate`
        let isSorted = zip(amount, amount.dropFirst()).allSatisfy { $0.denomination < $1.denomination }
        if amount.isEmpty || !isSorted || amount.contains(where: \.amount.isZero) {
            let coins = amount.map(\.description).joined(separator: ",")
            throw TransactionError(
                .invalidCoins, "\(coins): amounts above zero in the order of their denominations: invalid coins")
        }
    }

    package var signer: AccountAddress { sender }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, sender)
        writer.address(2, recipient)
        for coin in amount { writer.message(3, coin) }
    }
}

extension Coin {
    package static let schema = MessageSchema(
        "cosmos.base.v1beta1.Coin", [FieldSchema(1, "denom", .string), FieldSchema(2, "amount", .string)])

    /// The coin of a message. SDK code 10 when it is none.
    init(_ message: StrictMessage) throws(TransactionError) {
        guard let amount = Amount(message.string(2)) else {
            throw TransactionError(
                .invalidCoins, "amount \(ContentHash.shown(message.string(2))): no whole number: invalid coins")
        }
        try self.init(denomination: message.string(1), amount: amount)
    }

    static func list(_ messages: [StrictMessage]) throws(TransactionError) -> [Coin] {
        var coins: [Coin] = []
        for message in messages { coins.append(try Coin(message)) }
        return coins
    }
}
