package import Wire

/// Takes a validator's bond back; it is free after the unbonding time (`cosmos.staking.v1beta1`).
package struct MsgUndelegate: RegistryMessageBody {
    package static let schema = MessageSchema(
        "cosmos.staking.v1beta1.MsgUndelegate",
        [
            FieldSchema(1, "delegator_address", .string), FieldSchema(2, "validator_address", .string),
            FieldSchema(3, "amount", .message(Coin.schema)),
        ])

    package var delegator: AccountAddress
    /// Written `daonvaloper1…`.
    package var validator: AccountAddress
    package var amount: Coin

    package init(delegator: AccountAddress, validator: AccountAddress, amount: Coin) {
        self.delegator = delegator
        self.validator = validator
        self.amount = amount
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        delegator = try AccountAddress(message.string(1))
        validator = try AccountAddress(message.string(2), prefix: AccountAddress.operatorPrefix)
        guard let coin = message.message(3) else {
            throw TransactionError(.invalidRequest, "amount: missing: invalid request")
        }
        amount = try Coin(coin)
        if amount.amount.isZero { throw TransactionError(.invalidRequest, "amount: zero: invalid request") }
    }

    package var signer: AccountAddress { delegator }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, delegator)
        writer.text(2, validator.operatorText)
        writer.message(3, amount)
    }
}
