import ABCI
import Chain
import Cryptography
import JSON
import Transactions
import Wire

/// Makes the first state from a genesis's `app_state`.
///
/// It reads what `daond` and `daon-node` write: the Cosmos SDK's `auth`, `bank` and `genutil`, and `contentregistry` with
/// the parameters and, in an export, everything else. What other modules there are is passed over. Every error names the
/// member.
struct GenesisBuilder {
    let request: RequestInitChain
    /// The newest version of the registry's messages that this program takes.
    let known: RegistryVersion
    var state: RegistryState
    /// The validators that the engine is to have; none when the genesis itself names them.
    private(set) var validatorUpdates: [ValidatorUpdate] = []
    /// What is there of each coin, bonds included.
    var coins: [ByteString: Amount] = [:]
    var validators: [BondedValidator] = []

    /// The most transactions of validators in a genesis.
    static let transactionsMaximum = 1000
    /// The largest account number, which leaves numbers for as many accounts as anybody can make.
    static let accountNumberMaximum: UInt64 = 1 << 62

    init(_ request: RequestInitChain, _ state: RegistryState, known: RegistryVersion) {
        self.request = request
        self.known = known
        self.state = state
    }

    mutating func build() throws(ApplicationError) {
        do {
            let text = request.appStateBytes.isEmpty ? Array("{}".utf8) : request.appStateBytes
            try build(JSONReader(JSONValue(parsing: text)))
        } catch let error as JSONError {
            throw ApplicationError("\(error.inside("app_state"))")
        } catch let error as ApplicationError {
            throw error
        } catch {
            throw ApplicationError("app_state: \(error)")
        }
    }

    private mutating func build(_ app: JSONReader) throws {
        try refuseStaking(app["staking"])
        state.set(
            try RegistryParameters(genesis: app["contentregistry"]["params"], app["staking"]["params"], known: known))
        try checkConsensusParameters(app["contentregistry"]["params"])
        try addAccounts(app["auth"]["accounts"])
        try addBalances(app["bank"]["balances"])
        try addValidators(app["contentregistry"]["validators"])
        for transaction in try app["genutil"]["gen_txs"].array(atMost: GenesisBuilder.transactionsMaximum) {
            try addValidator(of: transaction)
        }
        try addStake(app["contentregistry"])
        for record in try app["contentregistry"]["records"].array() { try addRecord(record) }
        for key in try app["contentregistry"]["revoked_keys"].array() { try addRevokedKey(key) }
        for entry in try app["contentregistry"]["unordered"].array() {
            state.use(try entry["timeout"].wholeNumber(), by: try entry["address"].accountAddress())
        }
        try setSupply(app["bank"]["supply"])
        try chooseValidators()
    }

    /// Validators of another application's export would be lost in silence.
    private func refuseStaking(_ staking: JSONReader) throws(JSONError) {
        if try !staking["validators"].array().isEmpty {
            throw try staking["validators"].error(
                "not supported; name the validators by genutil.gen_txs or contentregistry.validators")
        }
        let denomination = try staking["params"]["bond_denom"]
        if denomination.isPresent, try denomination.string() != Coin.bondDenomination {
            throw denomination.error("\(try denomination.string()) is not \(Coin.bondDenomination)")
        }
    }

    // MARK: Accounts and coins

    /// Accounts get the numbers they have; one whose number is taken gets the next, as in the Cosmos SDK.
    private mutating func addAccounts(_ reader: JSONReader) throws {
        var accounts:
            [(address: AccountAddress, number: UInt64, sequence: UInt64, key: PublicKey?, place: JSONReader)] = []
        for entry in try reader.array() {
            let type = try entry["@type"].string()
            if type != "/cosmos.auth.v1beta1.BaseAccount" {
                throw try entry["@type"].error("\(type) is not supported: expected /cosmos.auth.v1beta1.BaseAccount")
            }
            let address = try entry["address"].accountAddress()
            let key = try entry["pub_key"].cosmosKey()
            if let key, AccountAddress(key) != address {
                throw try entry["pub_key"].error("the key is not that of \(address)")
            }
            if try entry["account_number"].wholeNumber() > GenesisBuilder.accountNumberMaximum {
                throw try entry["account_number"].error("beyond \(GenesisBuilder.accountNumberMaximum)")
            }
            accounts.append(
                (
                    address, try entry["account_number"].wholeNumber(), try entry["sequence"].wholeNumber(), key,
                    try entry["address"]
                ))
        }
        let ordered = accounts.enumerated().sorted { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }
        for account in ordered.map(\.element) {
            if try state.account(account.address) != nil {
                throw account.place.error("\(account.address) stands there twice")
            }
            let number = max(account.number, state.counters.nextAccountNumber)
            state.set(
                Account(number: number, sequence: account.sequence, publicKey: account.key), of: account.address)
        }
    }

    private mutating func addBalances(_ reader: JSONReader) throws {
        var seen: Set<AccountAddress> = []
        for entry in try reader.array() {
            let address = try entry["address"].accountAddress()
            if !seen.insert(address).inserted {
                throw try entry["address"].error("\(address) stands there twice")
            }
            try state.ensureAccount(address)
            for coin in try entry["coins"].coins() {
                state.setBalance(of: address, coin)
                try count(coin, entry)
            }
        }
    }

    /// Adds to what is there of a coin.
    mutating func count(_ coin: Coin, _ place: JSONReader) throws(JSONError) {
        guard let sum = (coins[coin.denomination] ?? .zero).adding(coin.amount) else {
            throw place.error("there would be more than 2^128 - 1 \(coin.denomination)")
        }
        coins[coin.denomination] = sum
    }

    /// The supply that the genesis states must be what is there.
    private mutating func setSupply(_ reader: JSONReader) throws {
        let stated = try reader.coins()
        for coin in stated where coins[coin.denomination] ?? .zero != coin.amount {
            throw reader.error(
                "\(coin) is stated, and balances and bonds add up to "
                    + "\(coins[coin.denomination] ?? .zero)\(coin.denomination)")
        }
        for (denomination, amount) in coins.sorted(by: { $0.key < $1.key }) {
            if !stated.isEmpty && !amount.isZero && !stated.contains(where: { $0.denomination == denomination }) {
                throw reader.error("\(denomination) is missing: there are \(amount)")
            }
            state.setSupply(try Coin(denomination: denomination, amount: amount))
        }
    }

    // MARK: Validators

    private mutating func addValidators(_ reader: JSONReader) throws {
        for entry in try reader.array(atMost: ABCILimit.validatorsMaximum) {
            guard let key = try entry["consensus_pubkey"].cosmosKey() else {
                throw try entry["consensus_pubkey"].error("missing")
            }
            let power = VotingPower(try entry["power"].int64String())
            let text = try entry["operator_address"]
            let operatorAddress = try text.valueIfPresent { text throws(TransactionError) in
                try AccountAddress(text, prefix: AccountAddress.operatorPrefix)
            }
            let bond = try entry["tokens"].amount()
            if operatorAddress == nil && !bond.isZero { throw try entry["tokens"].error("a bond without an operator") }
            try count(.stake(bond), try entry["tokens"])
            let validator = BondedValidator(
                publicKey: key, power: power, operatorAddress: operatorAddress, bond: bond,
                moniker: try entry["moniker"].string(), since: try entry["since"].heightIfPresent(),
                keySince: try entry["key_since"].heightIfPresent(),
                isTombstoned: try entry["tombstoned"].isPresent && entry["tombstoned"].bool())
            try add(validator, entry)
            let seen = try entry["signed_window"]
            if seen.isPresent {
                state.put(StateKey.presence(validator.address), StateKey.bigEndian(try seen.wholeNumber()))
            }
        }
    }

    /// Takes a validator, unless there is one with its key or its operator.
    mutating func add(_ validator: BondedValidator, _ place: JSONReader) throws {
        if validator.power <= 0 || validator.power > .maximumTotal {
            throw place.error("a validator of power \(validator.power)")
        }
        for other in validators {
            if other.publicKey == validator.publicKey { throw place.error("a second validator with the same key") }
            if let operatorAddress = validator.operatorAddress, operatorAddress == other.operatorAddress {
                throw place.error("a second validator of operator \(operatorAddress.operatorText)")
            }
        }
        validators.append(validator)
        try state.set(validator)
    }

    /// The engine's validators are the application's; those that only the genesis document names have no bond.
    private mutating func chooseValidators() throws {
        if validators.isEmpty {
            for update in request.validators {
                try state.set(
                    BondedValidator(
                        publicKey: update.pubKey, power: update.power, operatorAddress: nil, bond: .zero, moniker: ""))
            }
            return
        }
        let updates = validators.map { ValidatorUpdate(pubKey: $0.publicKey, power: $0.power) }
        if request.validators.isEmpty {
            validatorUpdates = updates
        } else if Set(request.validators) != Set(updates) || request.validators.count != updates.count {
            throw ApplicationError(
                "validators: the genesis names \(request.validators.count) validators that are not the "
                    + "\(updates.count) of app_state; leave one of the two out")
        }
    }

    mutating func change<Result>(_ body: (inout RegistryState) throws -> Result) rethrows -> Result {
        try body(&state)
    }
}

extension RegistryParameters {
    /// The parameters of a genesis; what it does not say is as always.
    ///
    /// - Parameter known: The newest version of the registry's messages that this program takes.
    init(genesis reader: JSONReader, _ staking: JSONReader, known: RegistryVersion) throws(JSONError) {
        self.init()
        let names: Set<ByteString> = [
            "registry_version", "unordered_ttl", "validator_bond", "unbonding_time", "admission", "params_version",
        ]
        let version = try reader["params_version"]
        if version.isPresent {
            self.version = try version.wholeNumber()
            if self.version < 1 { throw version.error("expected a number from 1 on") }
        }
        if let path = try reader.unknownMembers(besides: names).first {
            throw reader.error("\(path) is no parameter of the registry")
        }
        let messages = try reader["registry_version"]
        if messages.isPresent {
            registryVersion = RegistryVersion(try messages.wholeNumber())
        }
        if registryVersion < .first || registryVersion > known {
            throw messages.error("\(registryVersion) is not between 1 and \(known), the newest that this program knows")
        }
        let ttl = try reader["unordered_ttl"]
        if ttl.isPresent { unorderedTTL = try ttl.positiveSeconds() }
        let bond = try reader["validator_bond"]
        if bond.isPresent {
            let coin = try bond.value { text throws(TransactionError) in try Coin(text) }
            guard coin.denomination == Coin.bondDenomination, let amount = UInt64(exactly: coin.amount.rawValue),
                amount >= RegistryParameters.bondPerPower
            else { throw bond.error("\(coin) is no bond: expected at least \(RegistryParameters.bondPerPower)stake") }
            validatorBond = amount
        }
        for unbonding in [try staking["unbonding_time"], try reader["unbonding_time"]] where unbonding.isPresent {
            unbondingTime = try unbonding.positiveSeconds()
        }
        let admission = try reader["admission"]
        if admission.isPresent {
            switch try admission.string() {
            case "vote": admitsByVote = true
            case "open": admitsByVote = false
            default: throw admission.error("expected vote or open")
            }
        }
    }

    /// The parameters as a genesis has them.
    var genesisJSON: JSONValue {
        .members(
            ("registry_version", .decimal(registryVersion.rawValue)),
            ("unordered_ttl", .text("\(unorderedTTL.rawValue / 1_000_000_000)s")),
            ("validator_bond", .text("\(validatorBond)stake")),
            ("unbonding_time", .text("\(unbondingTime.rawValue / 1_000_000_000)s")),
            ("admission", .text(admitsByVote ? "vote" : "open")), ("params_version", .decimal(version)))
    }
}

extension JSONReader {
    fileprivate func positiveSeconds() throws(JSONError) -> Nanoseconds {
        let time = try seconds()
        if time <= .zero { throw error("expected more than 0s") }
        return time
    }
}
