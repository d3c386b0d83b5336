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
    static func appState(of validators: [GenesisValidator]) -> [UInt8] {
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
        let spare = operators.last.map { account in
            #"{"address":"\#(account)","coins":[{"denom":"stake","amount":"\#(50 * bond)"}]}"#
        }
        let text = """
            {"auth":{"accounts":[\(accounts.joined(separator: ","))]},"bank":{"balances":[\(spare ?? "")]},\
            "contentregistry":{"params":{"validator_bond":"\(bond)stake","unbonding_time":"172800s","admission":"open"},\
            "validators":[\(bonded.joined(separator: ","))]}}
            """
        return Array(text.utf8)
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
    static func registration(_ number: Int, at time: Timestamp, chainID: ChainID) -> Transaction {
        let index = number % keys.count
        let hash = SHA256.hash(Array("work \(number % 50 == 49 ? number - 1 : number)".utf8))
        guard let license = try? License("liberation_v1") else { return Transaction([]) }
        let work = Work(contentHash: ContentHash(hash), license: license, contentKind: .text)
        let message = RegistryMessage.register(MsgRegisterContent(creator: account(keys[index]), work: work))
        return signed(message, by: keys[index], accountNumber: index, number, at: time, chainID: chainID)
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
