package import Wire

/// Where the registry answers questions: paths of `abci_query`, as those of gRPC methods.
package enum QueryPath {
    private static func registry(_ method: String) -> ByteString {
        ByteString("/daoncore.contentregistry.v1.Query/\(method)")
    }

    /// Nothing; `ParametersAnswer`.
    package static let parameters = registry("Params")
    /// `RecordRequest`; `VerificationAnswer`, as today's chain gives it.
    package static let verifyContent = registry("VerifyContent")
    /// `RecordRequest`; `RecordAnswer` in field 1.
    package static let record = registry("Record")
    /// `RecordRequest`; `HistoryAnswer`.
    package static let history = registry("History")
    /// `RecordsRequest`; `RecordsAnswer`.
    package static let records = registry("Records")
    /// `RecordsRequest` with an owner; `RecordsAnswer`.
    package static let recordsByOwner = registry("RecordsByOwner")
    /// Nothing; `StatisticsAnswer`.
    package static let statistics = registry("Statistics")
    /// `RevokedKeysRequest`; `RevokedKeysAnswer`.
    package static let revokedKeys = registry("RevokedKeys")

    /// Nothing; `ValidatorsAnswer`.
    package static let validators: ByteString = "/daoncore.validators.v1.Query/Validators"
    /// `ProposalsRequest`; `ProposalsAnswer`.
    package static let proposals: ByteString = "/daoncore.validators.v1.Query/Proposals"

    /// `cosmos.auth.v1beta1`.
    package static let account: ByteString = "/cosmos.auth.v1beta1.Query/Account"
    /// `cosmos.bank.v1beta1`: an account's balance of one coin.
    package static let balance: ByteString = "/cosmos.bank.v1beta1.Query/Balance"
    /// `cosmos.bank.v1beta1`: all of an account's balances.
    package static let allBalances: ByteString = "/cosmos.bank.v1beta1.Query/AllBalances"
    /// The same: what an account may send is all that it has.
    package static let spendableBalances: ByteString = "/cosmos.bank.v1beta1.Query/SpendableBalances"
    /// How much there is of every coin, and of one.
    package static let totalSupply: ByteString = "/cosmos.bank.v1beta1.Query/TotalSupply"
    package static let supply: ByteString = "/cosmos.bank.v1beta1.Query/SupplyOf"
    /// What is said about coins: nothing.
    package static let coinMetadata: ByteString = "/cosmos.bank.v1beta1.Query/DenomMetadata"
    package static let coinsMetadata: ByteString = "/cosmos.bank.v1beta1.Query/DenomsMetadata"

    private static func staking(_ method: String) -> ByteString {
        ByteString("/cosmos.staking.v1beta1.Query/\(method)")
    }

    /// `cosmos.staking.v1beta1`: the chain's validators as the Cosmos SDK tells of them, each with its operator's bond.
    package static let stakingValidators = staking("Validators")
    package static let stakingValidator = staking("Validator")
    package static let validatorDelegations = staking("ValidatorDelegations")
    package static let delegation = staking("Delegation")
    package static let delegatorDelegations = staking("DelegatorDelegations")
    package static let delegatorUnbonding = staking("DelegatorUnbondingDelegations")
    package static let stakingPool = staking("Pool")
    package static let stakingParameters = staking("Params")

    /// `cosmos.tx.v1beta1`: what a transaction would do; its signatures are not looked at.
    package static let simulate: ByteString = "/cosmos.tx.v1beta1.Service/Simulate"
    /// The transaction's bytes; the answer is that of `simulate`, and signatures that are there are looked at.
    package static let checkedSimulation: ByteString = "/app/simulate"
    /// A key of the state; its value, with `prove` also the proof.
    package static let stateEntry: ByteString = "/store/registry/key"
    /// `StateRangeRequest`; the entries as a `RangeProof` of the state's map, and in `key` where the next page begins.
    package static let stateRange: ByteString = "/store/registry/range"
}
