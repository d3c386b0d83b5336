import ABCI
import Chain
import Cryptography
import MerkleMap
import Transactions
import Wire

// The Cosmos SDK's questions about stake. Here an operator has bonded all of its validator's stake and nobody else any, so
// that each validator has one delegation.
extension RegistryQuery {
    /// `BOND_STATUS_BONDED`; another status is no validator's here.
    private static let bondedStatus: ByteString = "BOND_STATUS_BONDED"
    private static let statuses: Set<ByteString> = [
        bondedStatus, "BOND_STATUS_UNBONDING", "BOND_STATUS_UNBONDED", "BOND_STATUS_UNSPECIFIED",
    ]

    /// Validators with an operator, by the addresses of their keys. One that the genesis names only by its key has bonded
    /// nothing.
    private func operated() throws -> [BondedValidator] {
        var validators: [BondedValidator] = []
        try map.forEach([StateKey.validators]) { (entry) throws(ApplicationError) in
            let validator = try StoredValue.decode(BondedValidator.self, entry.value, of: "validator")
            if validator.operatorAddress != nil { validators.append(validator) }
        }
        return validators
    }

    private func known(_ text: ByteString) throws -> BondedValidator {
        let account = try AccountAddress(text, prefix: AccountAddress.operatorPrefix)
        guard let validator = try operated().first(where: { $0.operatorAddress == account }) else {
            throw TransactionError(
                .keyNotFound,
                "rpc error: code = NotFound desc = validator \(account.operatorText) not found: key not found")
        }
        return validator
    }

    func stakingValidators() throws -> ListAnswer<StakingValidator> {
        let status = try DelegationRequest(protobuf: request.data).first
        if !status.isEmpty && !RegistryQuery.statuses.contains(status) {
            throw TransactionError(
                .invalidRequest, "invalid validator status \(ContentHash.shown(status)): invalid request")
        }
        let isWanted = status.isEmpty || status == RegistryQuery.bondedStatus
        return ListAnswer(isWanted ? try operated().map(StakingValidator.init) : [])
    }

    func stakingValidator() throws -> SingleAnswer<StakingValidator> {
        SingleAnswer(StakingValidator(try known(DelegationRequest(protobuf: request.data).first)))
    }

    func validatorDelegations() throws -> ListAnswer<StakingDelegation> {
        ListAnswer([StakingDelegation(try known(DelegationRequest(protobuf: request.data).first))])
    }

    func delegation() throws -> SingleAnswer<StakingDelegation> {
        let question = try DelegationRequest(protobuf: request.data)
        let delegator = try AccountAddress(question.first)
        let validator = try known(question.second)
        if validator.operatorAddress != delegator {
            throw TransactionError(
                .keyNotFound,
                "rpc error: code = NotFound desc = delegation with delegator \(delegator) not found for validator "
                    + "\(ContentHash.shown(question.second)): key not found")
        }
        return SingleAnswer(StakingDelegation(validator))
    }

    func delegatorDelegations() throws -> ListAnswer<StakingDelegation> {
        let delegator = try AccountAddress(DelegationRequest(protobuf: request.data).first)
        return ListAnswer(try operated().filter { $0.operatorAddress == delegator }.map(StakingDelegation.init))
    }

    func delegatorUnbonding() throws -> ListAnswer<StakingUnbonding> {
        let delegator = try AccountAddress(DelegationRequest(protobuf: request.data).first)
        var entries: [StakingUnbonding.Entry] = []
        try map.forEach([StateKey.unbonding]) { (entry) throws(ApplicationError) in
            guard let time = StateKey.number(bigEndian: entry.key.dropFirst().prefix(8)),
                let moment = Timestamp(
                    seconds: Int64(clamping: time / 1_000_000_000), nanoseconds: Int32(clamping: time % 1_000_000_000)),
                let amount = Amount(stored: entry.value)
            else { throw StoredValue.damage("bond") }
            if entry.key.dropFirst(9).elementsEqual(delegator.bytes) {
                entries.append(StakingUnbonding.Entry(time: moment, amount: amount))
            }
        }
        return ListAnswer(entries.isEmpty ? [] : [StakingUnbonding(account: delegator, entries: entries)])
    }

    func stakingPool() throws -> SingleAnswer<StakingPool> {
        var bonded: UInt128 = 0
        var leaving: UInt128 = 0
        for validator in try operated() { bonded &+= validator.bond.rawValue }
        try map.forEach([StateKey.unbonding]) { (entry) throws(ApplicationError) in
            guard let amount = Amount(stored: entry.value) else { throw StoredValue.damage("bond") }
            leaving &+= amount.rawValue
        }
        return SingleAnswer(StakingPool(bonded: Amount(bonded), leaving: Amount(leaving)))
    }

    func stakingParameters() throws -> SingleAnswer<StakingParameters> {
        SingleAnswer(StakingParameters(unbondingTime: try map.parameters().unbondingTime))
    }
}
