import Chain
import Cryptography
import Transactions
import Wire

/// Who registers works in a simulated world, and who operates its validators: accounts of the genesis, whose transactions
/// need no order.
enum RegistryClients {
    /// How long after it was sent a registration may still be executed, in seconds.
    private static let patience: Int64 = 300

    private static let keys: [Ed25519PrivateKey] = (0..<4).compactMap { index in
        Ed25519PrivateKey(seed: SHA256.hash(Array("client \(index)".utf8)).bytes)
    }

    private static func account(_ key: Ed25519PrivateKey) -> AccountAddress { AccountAddress(.ed25519(key.publicKey)) }

    /// Who operates the validator with this number; behind those of the genesis comes one that may join.
    private static func operatorKey(_ index: Int) -> Ed25519PrivateKey? {
        Ed25519PrivateKey(seed: SHA256.hash(Array("operator \(index)".utf8)).bytes)
    }

    /// So many `stake` make one of voting power.
    private static let bondPerPower: Int64 = 1_000_000

    /// The accounts, numbered from 0: clients, then the operators of the validators and of the one that may join. Everybody
    /// who bonds may join.
    static func appState(
        of validators: [GenesisValidator], _ version: RegistryVersion, hasStakeLife: Bool
    ) -> [UInt8] {
        let operators = (0...validators.count).compactMap(operatorKey).map(account)
        let accounts = (keys.map(account) + operators).enumerated().map { index, account in
            #"{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"\#(account)","account_number":"\#(index)"}"#
        }
        let bonded = zip(validators, operators).map { validator, account in
            """
            {"consensus_pubkey":{"@type":"/cosmos.crypto.ed25519.PubKey","key":"\(Base64.encode(validator.publicKey.bytes))"},\
            "operator_address":"\(account.operatorText)","power":"\(validator.power)",\
            "tokens":"\(validator.power.rawValue * bondPerPower)"}
            """
        }
        let bond = bond(of: validators)
        // Whoever proposes to admit somebody gives the bond.
        let rich = hasStakeLife ? Array(operators.dropLast()) : Array(operators.suffix(1))
        let balances = rich.map { account in
            #"{"address":"\#(account)","coins":[{"denom":"stake","amount":"\#(richBonds * bond)"}]}"#
        }
        let unbonding = hasStakeLife ? 20 : 172_800
        let admission = hasStakeLife ? "vote" : "open"
        let text = """
            {"auth":{"accounts":[\(accounts.joined(separator: ","))]},"bank":{"balances":[\(balances.joined(separator: ","))]},\
            "contentregistry":{"params":{"registry_version":"\(version)","validator_bond":"\(bond)stake","unbonding_time":"\(unbonding)s","admission":"\(admission)"},\
            "validators":[\(bonded.joined(separator: ","))]}}
            """
        return Array(text.utf8)
    }

    /// Bytes of a signed message about validators, at most about.
    static let actBytes = 400

    /// How many bonds who has coins has besides its own.
    private static let richBonds: Int64 = 50

    /// What there is of `stake` in a world where validators come and go.
    static func supply(of validators: [GenesisValidator]) -> UInt128 {
        UInt128((richBonds + 1) * Int64(validators.count) * bond(of: validators))
    }

    /// The account of an operator.
    static func operatorAccount(_ number: Int) -> AccountAddress? { operatorKey(number).map(account) }

    /// An operator bonds, with a node's key.
    static func join(
        _ account: AccountAddress, _ key: Ed25519PublicKey, _ validators: [GenesisValidator]
    ) -> RegistryMessage? {
        guard let rate = Fraction(decimal: "0.1") else { return nil }
        return .createValidator(
            MsgCreateValidator(
                description: ValidatorDescription(moniker: "newcomer"),
                commission: CommissionRates(rate: rate, maximum: rate, changeMaximum: rate), validator: account,
                publicKey: key, value: .stake(Amount(UInt128(bond(of: validators).magnitude)))))
    }

    /// An operator's validator leaves.
    static func leave(_ account: AccountAddress, _ validators: [GenesisValidator]) -> RegistryMessage {
        .undelegate(
            MsgUndelegate(
                delegator: account, validator: account, amount: .stake(Amount(UInt128(bond(of: validators).magnitude))))
        )
    }

    /// An operator's transaction, which waits until this time.
    ///
    /// - Parameter number: Makes the moment one that no other transaction has.
    static func signed(
        _ message: RegistryMessage, byOperator index: Int, accountNumber: UInt64, _ number: Int, until time: Timestamp,
        chainID: ChainID
    ) -> Transaction? {
        guard let key = operatorKey(index) else { return nil }
        let body = TransactionBody(
            messages: [message], isUnordered: true, timeoutTimestamp: time.adding(nanoseconds: Int64(number)))
        return Transaction(
            TransactionBuilder(body, fee: Fee(gasLimit: 100_000)).signed(
                by: key, chainID: chainID, accountNumber: accountNumber, sequence: 0))
    }

    /// What each validator bonds: all have the power of the first, or nobody can join.
    private static func bond(of validators: [GenesisValidator]) -> Int64 {
        (validators.first?.power.rawValue ?? 1) * bondPerPower
    }

    /// What operators do: the spare validator comes and goes, and they propose to each other and vote.
    static func change(
        _ number: Int, of spare: PublicKey, _ validators: [GenesisValidator], _ chance: inout SplitMix64,
        at time: Timestamp, chainID: ChainID
    ) -> Transaction {
        let isSpare = chance.below(2) == 0
        let index = isSpare ? validators.count : chance.below(validators.count)
        guard let key = operatorKey(index) else { return Transaction([]) }
        let account = account(key)
        let bond = Coin.stake(Amount(UInt128(bond(of: validators).magnitude)))
        let message: RegistryMessage
        switch chance.below(3) {
        case 0 where isSpare:
            guard case .ed25519(let consensusKey) = spare, let rate = Fraction(decimal: "0.1") else {
                return Transaction([])
            }
            message = .createValidator(
                MsgCreateValidator(
                    description: ValidatorDescription(moniker: "spare"),
                    commission: CommissionRates(rate: rate, maximum: rate, changeMaximum: rate), validator: account,
                    publicKey: consensusKey, value: bond))
        case 1 where isSpare:
            message = .undelegate(MsgUndelegate(delegator: account, validator: account, amount: bond))
        case 0:
            let seconds = ByteString("\(200_000 + chance.below(1000))s")
            message = .submitProposal(
                MsgSubmitProposal(
                    proposer: account, expectedParametersVersion: 1, expiryHeight: 1_000_000,
                    content: .parameters([ParameterChange(name: "unbonding_time", value: seconds)])))
        default:
            message = .vote(
                MsgVote(voter: account, proposalID: UInt64(1 + chance.below(3)), approves: chance.below(4) > 0))
        }
        return signed(message, by: key, accountNumber: keys.count + index, number, at: time, chainID: chainID)
    }

    /// The registration with this number: of a work of its own, or of one that has been registered before.
    ///
    /// - Parameter isNew: Whether it says what only the second version of the messages has.
    static func registration(_ number: Int, isNew: Bool = true, at time: Timestamp, chainID: ChainID) -> Transaction {
        let index = number % keys.count
        let hash = SHA256.hash(Array("work \(number % 50 == 49 ? number - 1 : number)".utf8))
        guard let license = try? License("liberation_v1") else { return Transaction([]) }
        let work = Work(contentHash: ContentHash(hash), license: license, contentKind: isNew ? .text : nil)
        let message = RegistryMessage.register(MsgRegisterContent(creator: account(keys[index]), work: work))
        return signed(message, by: keys[index], accountNumber: index, number, at: time, chainID: chainID)
    }

    /// Something that a later version of the messages has than the first, and that nothing stands against.
    static func news(_ number: Int, _ chance: inout SplitMix64, at time: Timestamp, chainID: ChainID) -> Transaction {
        let index = number % keys.count
        let account = account(keys[index])
        guard let license = try? License("cc_by"), let newLicense = try? License("cc_by_nd") else {
            return Transaction([])
        }
        func work(_ part: Int = 0) -> Work {
            Work(contentHash: ContentHash(SHA256.hash(Array("news \(number) \(part)".utf8))), license: license)
        }
        var changed = work()
        let message: RegistryMessage
        switch chance.below(6) {
        case 0:
            changed.aiTrainingPolicy = .prohibited
            message = .register(MsgRegisterContent(creator: account, work: changed))
        case 1:
            changed.owner = self.account(keys[(index + 1) % keys.count])
            message = .register(MsgRegisterContent(creator: account, work: changed))
        case 2:
            changed.license = newLicense
            message = .register(MsgRegisterContent(creator: account, work: changed))
        case 3:
            message = .registerBatch(MsgRegisterContentBatch(creator: account, works: [work(), work(1)]))
        default: message = .revokeKey(MsgRevokeKey(creator: account, keyID: ByteString("key \(number)")))
        }
        return signed(message, by: keys[index], accountNumber: index, number, at: time, chainID: chainID)
    }

    /// An operator proposes the next version, or votes.
    static func versionVote(
        _ number: Int, validators: Int, _ versions: VersionWatch, _ chance: inout SplitMix64, at time: Timestamp,
        chainID: ChainID
    ) -> Transaction {
        let proposes = chance.below(4) == 0
        let index = proposes ? 0 : chance.below(validators)
        guard let key = operatorKey(index) else { return Transaction([]) }
        let account = account(key)
        let message: RegistryMessage
        if proposes {
            // The parameters have changed with each version that was voted for.
            let passed = versions.version.rawValue - versions.first.rawValue
            message = .submitProposal(
                MsgSubmitProposal(
                    proposer: account, expectedParametersVersion: 1 + passed, expiryHeight: 1_000_000,
                    content: .registryVersion(versions.version.next.rawValue)))
        } else {
            message = .vote(MsgVote(voter: account, proposalID: UInt64(1 + chance.below(4)), approves: true))
        }
        return signed(message, by: key, accountNumber: keys.count + index, number, at: time, chainID: chainID)
    }

    private static func signed(
        _ message: RegistryMessage, by key: Ed25519PrivateKey, accountNumber: Int, _ number: Int, at time: Timestamp,
        chainID: ChainID
    ) -> Transaction {
        // Each its own moment: two of one account and one moment are one too many.
        let timeout = time.adding(nanoseconds: patience * 1_000_000_000 + Int64(number))
        let body = TransactionBody(messages: [message], isUnordered: true, timeoutTimestamp: timeout)
        return Transaction(
            TransactionBuilder(body, fee: Fee(gasLimit: 100_000)).signed(
                by: key, chainID: chainID, accountNumber: UInt64(accountNumber), sequence: 0))
    }
}
