package import Cryptography
package import Wire

/// A signer of a transaction (`cosmos.tx.v1beta1.SignerInfo`).
package struct SignerInformation: Hashable, Sendable {
    package let publicKey: PublicKey
    /// The account's sequence; 0 in an unordered transaction.
    package let sequence: UInt64

    package init(publicKey: PublicKey, sequence: UInt64) {
        self.publicKey = publicKey
        self.sequence = sequence
    }

    /// The account of the key.
    package var address: AccountAddress { AccountAddress(publicKey) }
}

/// What the signers offer for the transaction (`cosmos.tx.v1beta1.Fee`).
package struct Fee: Hashable, Sendable {
    /// The most gas that a transaction may want: the mempool counts it as a signed number.
    package static let gasMaximum = UInt64(Int64.max)

    package var amount: [Coin]
    package var gasLimit: UInt64

    package init(amount: [Coin] = [], gasLimit: UInt64) {
        self.amount = amount
        self.gasLimit = gasLimit
    }
}

/// Who signs a transaction and what they offer for it (`cosmos.tx.v1beta1.AuthInfo`).
package struct Authentication: Hashable, Sendable {
    /// The most signers (cosmos-sdk `TxSigLimit` of `x/auth/types/params.go`).
    package static let signersMaximum = 7
    /// `SIGN_MODE_DIRECT`.
    static let directMode: UInt64 = 1

    private static func message(_ name: String, _ fields: [FieldSchema]) -> FieldKind {
        .message(MessageSchema("cosmos.tx.v1beta1.\(name)", fields))
    }

    private static let modes = FieldKind.enumeration(["SIGN_MODE_UNSPECIFIED", "SIGN_MODE_DIRECT"])
    private static let signerFields = [
        FieldSchema(1, "public_key", .any(KeySchemas.all)),
        FieldSchema(
            2, "mode_info",
            message("ModeInfo", [FieldSchema(1, "single", message("Single", [FieldSchema(1, "mode", modes)]))])
        ),
        FieldSchema(3, "sequence", .uint64),
    ]
    private static let feeFields = [
        FieldSchema(1, "amount", .message(Coin.schema), countMaximum: MsgSend.coinsMaximum),
        FieldSchema(2, "gas_limit", .uint64),
        FieldSchema(3, "payer", .string),
        FieldSchema(4, "granter", .string),
    ]
    package static let schema = MessageSchema(
        "cosmos.tx.v1beta1.AuthInfo",
        [
            FieldSchema(1, "signer_infos", message("SignerInfo", signerFields), countMaximum: signersMaximum),
            FieldSchema(2, "fee", message("Fee", feeFields)),
        ])

    package var signers: [SignerInformation]
    package var fee: Fee

    package init(signers: [SignerInformation], fee: Fee) {
        self.signers = signers
        self.fee = fee
    }

    /// - Parameter purpose: A simulation needs no sign mode.
    init(_ message: StrictMessage, for purpose: SignedTransaction.Purpose) throws(TransactionError) {
        signers = []
        for signer in message.messages(1) {
            let mode = signer.message(2)?.message(1)?.uint64(1) ?? 0
            guard mode == Authentication.directMode || (purpose == .simulation && mode == 0) else {
                throw TransactionError(
                    .unauthorized, "sign mode \(mode) is not supported: sign with SIGN_MODE_DIRECT: unauthorized")
            }
            guard let key = signer.message(1) else {
                throw TransactionError(
                    .invalidPublicKey,
                    "the signer's public_key is missing: send it with every transaction: invalid pubkey")
            }
            signers.append(
                SignerInformation(publicKey: try KeySchemas.publicKey(key), sequence: signer.uint64(3)))
        }
        fee = try Authentication.fee(message.message(2))
    }

    private static func fee(_ message: StrictMessage?) throws(TransactionError) -> Fee {
        guard let message else { throw TransactionError(.insufficientFee, "fee: missing: insufficient fee") }
        if !message.string(3).isEmpty || !message.string(4).isEmpty {
            throw TransactionError(
                .invalidRequest, "fee: payer and granter are not supported: leave them empty: invalid request")
        }
        let gas = message.uint64(2)
        if gas > Fee.gasMaximum {
            throw TransactionError(
                .invalidRequest, "invalid gas supplied; \(gas) > \(Fee.gasMaximum): invalid request")
        }
        return Fee(amount: try Coin.list(message.messages(1)), gasLimit: gas)
    }
}

extension Authentication: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        for signer in signers {
            writer.message(1) { message in
                message.publicKey(1, signer.publicKey)
                message.message(2) { mode in mode.message(1) { $0.uint64(1, Authentication.directMode) } }
                message.uint64(3, signer.sequence)
            }
        }
        writer.message(2) { message in
            for coin in fee.amount { message.message(1, coin) }
            message.uint64(2, fee.gasLimit)
        }
    }
}
