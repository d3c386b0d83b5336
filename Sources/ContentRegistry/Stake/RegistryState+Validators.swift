import ABCI
import Chain
import Cryptography
import Transactions
import Wire

// Becoming a validator, leaving, and changing the key. Coins move between balances, bonds and bonds that are leaving; their
// sum stays what it is.
extension RegistryState {
    /// The validator that an account operates.
    mutating func validator(of account: AccountAddress) throws(ApplicationError) -> BondedValidator? {
        try validators().first { $0.operatorAddress == account }
    }

    mutating func execute(_ message: MsgCreateValidator, at place: MessagePlace) throws -> MessageOutcome {
        let account = message.validator, moment = place.moment
        if try validator(of: account) != nil {
            throw TransactionError(.invalidRequest, "\(account) operates a validator already: invalid request")
        }
        try expectNoTombstone(account)
        if try parameters.admitsByVote && value(of: StateKey.admission(account)) == nil {
            throw TransactionError(
                .unauthorized,
                "\(account) is not admitted: the operators of validators admit it by vote, each with "
                    + "daon-node validator admit \(account): unauthorized")
        }
        let bond = Amount(UInt128(parameters.validatorBond))
        if message.value != .stake(bond) {
            throw TransactionError(
                .invalidRequest, "every validator bonds \(Coin.stake(bond)), not \(message.value): invalid request")
        }
        let validator = BondedValidator(
            publicKey: .ed25519(message.publicKey), power: parameters.validatorPower, operatorAddress: account,
            bond: bond, moniker: message.description.moniker, since: moment.height)
        try expectFree(validator.address, for: account, at: moment)
        try expectRoom(for: validator)
        try expectQuorum(
            of: try validators() + [validator], counting: validator.address, at: moment, "\(account) cannot join now")
        let balance = try balance(of: account, Coin.bondDenomination)
        guard let rest = balance.subtracting(bond) else {
            throw TransactionError(
                .insufficientFunds, "\(account) has \(balance)stake and bonds \(bond)stake: insufficient funds")
        }
        setBalance(of: account, .stake(rest))
        put(StateKey.admission(account), nil)
        put(StateKey.formerKey(validator.address), nil)
        try set(validator)
        return MessageOutcome(events: [
            .of(
                "create_validator", ("validator", account.operatorText), ("amount", "\(Coin.stake(bond))"),
                ("consensus_address", validator.address.description))
        ])
    }

    /// A validator leaves with all of its bond, which is free after the unbonding time.
    mutating func execute(_ message: MsgUndelegate, at place: MessagePlace) throws -> MessageOutcome {
        guard let validator = try validator(of: message.validator) else {
            throw TransactionError(.keyNotFound, "\(message.validator) operates no validator: key not found")
        }
        if message.delegator != message.validator {
            throw TransactionError(
                .unauthorized, "\(message.delegator) has no part in the bond of \(message.validator): unauthorized")
        }
        if message.amount != .stake(validator.bond) {
            throw TransactionError(
                .invalidRequest,
                "a validator leaves with its whole bond of \(Coin.stake(validator.bond)), not with \(message.amount): "
                    + "invalid request")
        }
        let free = try retire(validator, isDead: false, at: place.moment, "\(message.validator) cannot leave now")
        let response = MsgUndelegateResponse(completionTime: free, amount: message.amount)
        return MessageOutcome(
            response: response.protobuf,
            events: [
                .of(
                    "unbond", ("validator", message.validator.operatorText), ("amount", "\(message.amount)"),
                    ("delegator", message.delegator.text), ("completion_time", "\(free)"))
            ])
    }

    mutating func execute(_ message: MsgRotateConsensusKey, at place: MessagePlace) throws -> MessageOutcome {
        let moment = place.moment
        guard let old = try validator(of: message.account) else {
            throw TransactionError(.keyNotFound, "\(message.account) operates no validator: key not found")
        }
        if old.isTombstoned {
            throw TransactionError(
                .unauthorized, "the validator of \(message.account) signed two things and leaves: unauthorized")
        }
        try expectUnchanged(old, at: moment)
        var new = old
        new.publicKey = .ed25519(message.newKey)
        new.keySince = moment.height
        if try isValidator(new.address) || value(of: StateKey.formerKey(new.address)) != nil {
            throw TransactionError(
                .invalidPublicKey, "the key of \(new.address) has been a validator's: make a new one: invalid pubkey")
        }
        // Who changes keys may fail at it: no more may do so at once than may fail.
        let others = try validators().filter { $0.address != old.address }
        try expectQuorum(
            of: others + [new], counting: new.address, at: moment, "\(message.account) cannot change its key now")
        try remove(old)
        let former = FormerKey(account: message.account, ended: moment.height, isDead: true)
        put(StateKey.formerKey(old.address), former.protobuf)
        try set(new)
        return MessageOutcome(events: [
            .of(
                "rotate_consensus_key", ("validator", message.account.operatorText),
                ("old_consensus_address", old.address.description),
                ("new_consensus_address", new.address.description))
        ])
    }

    /// Takes a validator out. Its bond is bound until the unbonding time is over.
    ///
    /// - Parameters:
    ///   - isDead: Whether its key may never come back.
    ///   - what: Says in a refusal what cannot be done.
    /// - Returns: When the bond is free.
    mutating func retire(
        _ validator: BondedValidator, isDead: Bool, at moment: BlockMoment, _ what: String
    ) throws -> Timestamp {
        let others = try validators().filter { $0.address != validator.address }
        if others.isEmpty {
            throw TransactionError(
                .invalidRequest, "\(what): it is the last validator, and the chain would have none: invalid request")
        }
        try expectUnchanged(validator, at: moment)
        try expectQuorum(of: others, counting: nil, at: moment, what)
        try remove(validator)
        let former = FormerKey(
            account: validator.operatorAddress, ended: moment.height, isDead: isDead || validator.isTombstoned)
        put(StateKey.formerKey(validator.address), former.protobuf)
        let free = moment.time.adding(parameters.unbondingTime)
        if let account = validator.operatorAddress, !validator.bond.isZero {
            let key = StateKey.unbonding(free.unixNanoseconds, account)
            guard let sum = try amount(key).adding(validator.bond) else { throw StoredValue.damage("bond") }
            setAmount(key, sum)
        }
        return free
    }

    // MARK: What stands against it

    private mutating func isValidator(_ address: Address) throws -> Bool {
        try validators().contains { $0.address == address }
    }

    mutating func expectNoTombstone(_ account: AccountAddress) throws {
        if try value(of: StateKey.tombstone(account)) != nil {
            throw TransactionError(
                .unauthorized,
                "a validator of \(account) has signed two things for one height: this account operates none any more; "
                    + "use another: unauthorized")
        }
    }

    /// The engine is told one thing of a key in a block.
    private func expectUnchanged(_ validator: BondedValidator, at moment: BlockMoment) throws {
        if validator.changed == moment.height {
            throw TransactionError(
                .invalidRequest,
                "the validator \(validator.address) came or changed its key in this very block: send it again: "
                    + "invalid request")
        }
    }

    /// A key that no validator has, and that is nobody's but this operator's.
    private mutating func expectFree(_ address: Address, for account: AccountAddress, at moment: BlockMoment) throws {
        if try isValidator(address) {
            throw TransactionError(
                .invalidPublicKey, "another validator has the key of \(address): make a new one: invalid pubkey")
        }
        guard let former = try entry(FormerKey.self, StateKey.formerKey(address), "former key \(address)") else {
            return
        }
        if former.isDead || former.account != account {
            throw TransactionError(
                .invalidPublicKey, "the key of \(address) has been a validator's: make a new one: invalid pubkey")
        }
        if former.ended == moment.height {
            throw TransactionError(
                .invalidRequest,
                "the validator \(address) left in this very block: send it again: invalid request")
        }
    }

    /// Equal powers, and no more of them than the engine takes.
    private mutating func expectRoom(for validator: BondedValidator) throws {
        let others = try validators()
        if let other = others.first(where: { $0.power != validator.power }) {
            throw TransactionError(
                .invalidRequest,
                "all validators have the same power: a bond of \(Coin.stake(validator.bond)) gives \(validator.power), and "
                    + "the validator \(other.address) has \(other.power): invalid request")
        }
        let power = RegistryState.power(of: others + [validator])
        if others.count >= ValidatorSet.countMaximum || power > .maximumTotal {
            throw TransactionError(.invalidRequest, "there are as many validators as can be: invalid request")
        }
    }

    /// Refuses what would leave the chain without a quorum that is there.
    ///
    /// - Parameters:
    ///   - validators: As they would be.
    ///   - newcomer: The key of one that is about to sign: nobody can have seen it yet.
    mutating func expectQuorum(
        of validators: [BondedValidator], counting newcomer: Address?, at moment: BlockMoment, _ what: String
    ) throws {
        var present: [BondedValidator] = []
        for validator in validators {
            if try validator.address == newcomer || isPresent(validator, at: moment.height) {
                present.append(validator)
            }
        }
        let total = RegistryState.power(of: validators), power = RegistryState.power(of: present)
        let quorum = Quorum(total: total, model: moment.faultModel)
        if quorum.isReached(power) { return }
        throw TransactionError(
            .invalidRequest,
            "\(what): of the \(validators.count) validators that there would be, \(present.count) have signed lately, with "
                + "\(power) of \(total) in power, and a decision takes more than \(quorum.threshold); the chain would stand "
                + "still: bring the others back first: invalid request")
    }

    /// The power of all of them; never more than fits.
    static func power(of validators: [BondedValidator]) -> VotingPower {
        VotingPower(Int64(clamping: validators.reduce(into: Int128(0)) { $0 += Int128($1.power.rawValue) }))
    }
}

extension RegistryParameters {
    /// So many `stake` make one of voting power.
    static let bondPerPower: UInt64 = 1_000_000

    /// What a validator's bond gives it.
    var validatorPower: VotingPower { VotingPower(Int64(clamping: validatorBond / RegistryParameters.bondPerPower)) }
}
