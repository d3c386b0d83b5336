package import Chain
package import Cryptography
package import JSON
package import Wire

/// The registry's part of a new chain's genesis: one validator, by its signed transaction, and accounts with coins.
package struct RegistryGenesis: Sendable {
    /// What the operator of the first validator has, its bond included (as in DAON's first chain).
    package static let operatorBalance: Amount = 10_000_000_000
    /// What the validator bonds.
    package static let bond: Amount = 1_000_000_000
    /// What the API's account has, out of the operator's.
    package static let apiBalance: Amount = 5_000_000_000
    /// The gas limit that `gentx` writes.
    private static let gasLimit: UInt64 = 200_000

    private let chainID: ChainID
    private let operatorKey: Secp256k1PrivateKey
    private let consensusKey: Ed25519PublicKey
    private let moniker: ByteString
    private let memo: ByteString
    private let apiAccount: AccountAddress?

    /// - Parameters:
    ///   - operatorKey: The account key `validator`; it signs the genesis transaction.
    ///   - memo: Where the node is found, as `<node id>@<address>:26656`; may be empty.
    ///   - apiAccount: Gets `apiBalance` from the operator's coins.
    package init(
        chainID: ChainID, operatorKey: Secp256k1PrivateKey, consensusKey: Ed25519PublicKey, moniker: ByteString,
        memo: ByteString = "", apiAccount: AccountAddress? = nil
    ) {
        self.chainID = chainID
        self.operatorKey = operatorKey
        self.consensusKey = consensusKey
        self.moniker = moniker
        self.memo = memo
        self.apiAccount = apiAccount
    }

    private var operatorAccount: AccountAddress { AccountAddress(.secp256k1(operatorKey.publicKey)) }

    /// The transaction that makes the validator, signed for account number 0 and sequence 0 as `gentx` signs it.
    package var transaction: [UInt8] {
        let rates = [100_000_000_000_000_000, 200_000_000_000_000_000, 10_000_000_000_000_000 as UInt64]
            .compactMap { Fraction(rawValue: $0) }
        let message = MsgCreateValidator(
            description: ValidatorDescription(moniker: moniker),
            commission: CommissionRates(rate: rates[0], maximum: rates[1], changeMaximum: rates[2]),
            validator: operatorAccount, publicKey: consensusKey, value: .stake(RegistryGenesis.bond))
        let body = TransactionBody(messages: [.createValidator(message)], memo: memo)
        return TransactionBuilder(body, fee: Fee(gasLimit: RegistryGenesis.gasLimit)).signed(
            by: operatorKey, chainID: chainID, accountNumber: 0, sequence: 0)
    }

    /// `app_state`. An error when the transaction would be refused: a moniker that is too long, for one.
    package func appState() throws(TransactionError) -> JSONValue {
        let transaction = transaction
        _ = try SignedTransaction(transaction)
        var balances = [(account: operatorAccount, amount: RegistryGenesis.operatorBalance)]
        if let apiAccount, apiAccount != operatorAccount,
            let rest = RegistryGenesis.operatorBalance.subtracting(RegistryGenesis.apiBalance)
        {
            balances = [(operatorAccount, rest), (apiAccount, RegistryGenesis.apiBalance)]
        }
        let supply = [RegistryGenesis.coin(RegistryGenesis.operatorBalance)]
        return .members(
            (
                "auth",
                .members(
                    (
                        "accounts",
                        .array(balances.enumerated().map { RegistryGenesis.account($1.account, number: $0) })
                    ))
            ),
            (
                "bank",
                .members(
                    ("balances", .array(balances.map { RegistryGenesis.balance($0.account, $0.amount) })),
                    ("supply", .array(supply)))
            ),
            ("genutil", .members(("gen_txs", .array([try TransactionJSON.json(transaction)])))))
    }

    private static func account(_ account: AccountAddress, number: Int) -> JSONValue {
        .members(
            ("@type", .text("/cosmos.auth.v1beta1.BaseAccount")), ("address", .text(account.text)), ("pub_key", .null),
            ("account_number", .decimal(number)), ("sequence", .text("0")))
    }

    private static func balance(_ account: AccountAddress, _ amount: Amount) -> JSONValue {
        .members(("address", .text(account.text)), ("coins", .array([coin(amount)])))
    }

    private static func coin(_ amount: Amount) -> JSONValue {
        .members(("denom", .string(Coin.bondDenomination)), ("amount", .text(amount.description)))
    }
}
