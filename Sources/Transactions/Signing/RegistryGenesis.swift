package import Chain
package import Cryptography
package import JSON
package import Wire

/// The registry's part of a new chain's genesis: validators, by their signed transactions, and accounts with coins.
package struct RegistryGenesis: Sendable {
    /// A validator from the beginning on.
    package struct Validator: Sendable {
        /// The account key `validator`; it signs the genesis transaction.
        package let operatorKey: Secp256k1PrivateKey
        package let consensusKey: Ed25519PublicKey
        package let moniker: ByteString
        /// Where the node is found, as `<node id>@<address>:26656`; may be empty.
        package let memo: ByteString

        package init(
            operatorKey: Secp256k1PrivateKey, consensusKey: Ed25519PublicKey, moniker: ByteString, memo: ByteString = ""
        ) {
            self.operatorKey = operatorKey
            self.consensusKey = consensusKey
            self.moniker = moniker
            self.memo = memo
        }

        fileprivate var account: AccountAddress { AccountAddress(.secp256k1(operatorKey.publicKey)) }
    }

    /// What each validator's operator has, its bond included (as in DAON's first chain).
    package static let operatorBalance: Amount = 10_000_000_000
    /// What the validator bonds.
    package static let bond: Amount = 1_000_000_000
    /// What the API's account has, out of the first operator's.
    package static let apiBalance: Amount = 5_000_000_000
    /// The gas limit that `gentx` writes.
    private static let gasLimit: UInt64 = 200_000

    private let chainID: ChainID
    private let validators: [Validator]
    private let apiAccount: AccountAddress?
    private let version: RegistryVersion

    /// - Parameters:
    ///   - apiAccount: Gets `apiBalance` from the first operator's coins.
    ///   - version: Of the registry's messages.
    package init(
        chainID: ChainID, validators: [Validator], apiAccount: AccountAddress? = nil, version: RegistryVersion = .newest
    ) {
        self.version = version
        self.chainID = chainID
        self.validators = validators
        self.apiAccount = apiAccount
    }

    /// The transaction that makes a validator, signed for account number 0 and sequence 0 as `gentx` signs it.
    private func transaction(_ validator: Validator) -> [UInt8] {
        let rates = [100_000_000_000_000_000, 200_000_000_000_000_000, 10_000_000_000_000_000 as UInt64]
            .compactMap { Fraction(rawValue: $0) }
        let message = MsgCreateValidator(
            description: ValidatorDescription(moniker: validator.moniker),
            commission: CommissionRates(rate: rates[0], maximum: rates[1], changeMaximum: rates[2]),
            validator: validator.account, publicKey: validator.consensusKey, value: .stake(RegistryGenesis.bond))
        let body = TransactionBody(messages: [.createValidator(message)], memo: validator.memo)
        return TransactionBuilder(body, fee: Fee(gasLimit: RegistryGenesis.gasLimit)).signed(
            by: validator.operatorKey, chainID: chainID, accountNumber: 0, sequence: 0)
    }

    /// `app_state`. An error when a transaction would be refused: a moniker that is too long, for one.
    package func appState() throws(TransactionError) -> JSONValue {
        var transactions: [JSONValue] = []
        var balances: [(account: AccountAddress, amount: Amount)] = []
        var supply = Amount.zero
        for validator in validators {
            let transaction = transaction(validator)
            _ = try SignedTransaction(transaction)
            transactions.append(try TransactionJSON.json(transaction))
            balances.append((validator.account, RegistryGenesis.operatorBalance))
            supply = supply.adding(RegistryGenesis.operatorBalance) ?? supply  // 2^94 validators
        }
        if let apiAccount, let first = balances.first, !balances.contains(where: { $0.account == apiAccount }),
            let rest = first.amount.subtracting(RegistryGenesis.apiBalance)
        {
            balances[0].amount = rest
            balances.append((apiAccount, RegistryGenesis.apiBalance))
        }
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
                    ("supply", .array([RegistryGenesis.coin(supply)])))
            ),
            (
                "contentregistry",
                .members(("params", .members(("registry_version", .decimal(version.rawValue)))))
            ),
            ("genutil", .members(("gen_txs", .array(transactions)))))
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
