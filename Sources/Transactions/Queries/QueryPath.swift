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
    /// `cosmos.tx.v1beta1`: what a transaction would do; its signatures are not looked at.
    package static let simulate: ByteString = "/cosmos.tx.v1beta1.Service/Simulate"
    /// The transaction's bytes; the answer is that of `simulate`, and signatures that are there are looked at.
    package static let checkedSimulation: ByteString = "/app/simulate"
    /// A key of the state; its value, with `prove` also the proof.
    package static let stateEntry: ByteString = "/store/registry/key"
    /// `StateRangeRequest`; the entries as a `RangeProof` of the state's map, and in `key` where the next page begins.
    package static let stateRange: ByteString = "/store/registry/range"
}
