import Chain
import JSON
import Transactions
import Wire

// The messages of answers, by which their bytes become JSON.
extension MessageSchema {
    private static let listMaximum = 100_000

    /// The answer's JSON.
    ///
    /// - Throws: `GatewayError` when the bytes are no such message; they are the application's own.
    func json(_ bytes: [UInt8]) throws(GatewayError) -> JSONValue {
        do {
            return try StrictMessage(bytes, self).json
        } catch {
            throw GatewayError(.internal, "the answer cannot be read: \(error.log)")
        }
    }

    private static func list(_ number: Int32, _ name: String, _ schema: MessageSchema) -> FieldSchema {
        FieldSchema(number, name, .message(schema), countMaximum: listMaximum)
    }

    private static func texts(_ names: String...) -> [FieldSchema] {
        names.enumerated().map { FieldSchema(Int32(truncatingIfNeeded: $0.offset + 1), $0.element, .string) }
    }

    private static let page = FieldSchema(
        2, "pagination",
        .message(
            MessageSchema(
                "cosmos.base.query.v1beta1.PageResponse",
                [FieldSchema(1, "next_key", .bytes), FieldSchema(2, "total", .uint64)])))

    // MARK: Accounts

    static let account = MessageSchema(
        "cosmos.auth.v1beta1.QueryAccountResponse",
        [
            FieldSchema(
                1, "account",
                .any(
                    SchemaTable(
                        "account",
                        [
                            MessageSchema(
                                "cosmos.auth.v1beta1.BaseAccount",
                                [
                                    FieldSchema(1, "address", .string),
                                    FieldSchema(2, "pub_key", .any(KeySchemas.all)),
                                    FieldSchema(3, "account_number", .uint64), FieldSchema(4, "sequence", .uint64),
                                ])
                        ])))
        ])

    static let balance = MessageSchema(
        "cosmos.bank.v1beta1.QueryBalanceResponse", [FieldSchema(1, "balance", .message(Coin.schema))])
    static let balances = MessageSchema(
        "cosmos.bank.v1beta1.QueryAllBalancesResponse", [list(1, "balances", Coin.schema), page])
    static let supply = MessageSchema(
        "cosmos.bank.v1beta1.QueryTotalSupplyResponse", [list(1, "supply", Coin.schema), page])
    static let supplyOf = MessageSchema(
        "cosmos.bank.v1beta1.QuerySupplyOfResponse", [FieldSchema(1, "amount", .message(Coin.schema))])
    static let coinsMetadata = MessageSchema(
        "cosmos.bank.v1beta1.QueryDenomsMetadataResponse",
        [list(1, "metadatas", MessageSchema("cosmos.bank.v1beta1.Metadata", [])), page])

    // MARK: Stake

    private static let rates = MessageSchema(
        "cosmos.staking.v1beta1.CommissionRates",
        [
            FieldSchema(1, "rate", .decimal), FieldSchema(2, "max_rate", .decimal),
            FieldSchema(3, "max_change_rate", .decimal),
        ])
    private static let validator = MessageSchema(
        "cosmos.staking.v1beta1.Validator",
        [
            FieldSchema(1, "operator_address", .string),
            FieldSchema(2, "consensus_pubkey", .any(KeySchemas.all)),
            FieldSchema(3, "jailed", .bool),
            FieldSchema(
                4, "status",
                .enumeration([
                    "BOND_STATUS_UNSPECIFIED", "BOND_STATUS_UNBONDED", "BOND_STATUS_UNBONDING", "BOND_STATUS_BONDED",
                ])),
            FieldSchema(5, "tokens", .string),
            FieldSchema(6, "delegator_shares", .decimal),
            FieldSchema(
                7, "description",
                .message(
                    MessageSchema(
                        "cosmos.staking.v1beta1.Description",
                        texts("moniker", "identity", "website", "security_contact", "details")))),
            FieldSchema(8, "unbonding_height", .int64),
            FieldSchema(9, "unbonding_time", .timestamp),
            FieldSchema(
                10, "commission",
                .message(
                    MessageSchema(
                        "cosmos.staking.v1beta1.Commission",
                        [
                            FieldSchema(1, "commission_rates", .message(rates)),
                            FieldSchema(2, "update_time", .timestamp),
                        ]))),
            FieldSchema(11, "min_self_delegation", .string),
            FieldSchema(12, "unbonding_on_hold_ref_count", .int64),
            FieldSchema(13, "unbonding_ids", .uint64, countMaximum: 0),
        ])
    private static let delegation = MessageSchema(
        "cosmos.staking.v1beta1.DelegationResponse",
        [
            FieldSchema(
                1, "delegation",
                .message(
                    MessageSchema(
                        "cosmos.staking.v1beta1.Delegation",
                        [
                            FieldSchema(1, "delegator_address", .string), FieldSchema(2, "validator_address", .string),
                            FieldSchema(3, "shares", .decimal),
                        ]))),
            FieldSchema(2, "balance", .message(Coin.schema)),
        ])
    private static let unbonding = MessageSchema(
        "cosmos.staking.v1beta1.UnbondingDelegation",
        [
            FieldSchema(1, "delegator_address", .string), FieldSchema(2, "validator_address", .string),
            list(
                3, "entries",
                MessageSchema(
                    "cosmos.staking.v1beta1.UnbondingDelegationEntry",
                    [
                        FieldSchema(1, "creation_height", .int64), FieldSchema(2, "completion_time", .timestamp),
                        FieldSchema(3, "initial_balance", .string), FieldSchema(4, "balance", .string),
                        FieldSchema(5, "unbonding_id", .uint64),
                        FieldSchema(6, "unbonding_on_hold_ref_count", .int64),
                    ])),
        ])

    static let stakingValidators = MessageSchema(
        "cosmos.staking.v1beta1.QueryValidatorsResponse", [list(1, "validators", validator), page])
    static let stakingValidator = MessageSchema(
        "cosmos.staking.v1beta1.QueryValidatorResponse", [FieldSchema(1, "validator", .message(validator))])
    static let delegations = MessageSchema(
        "cosmos.staking.v1beta1.QueryDelegatorDelegationsResponse", [list(1, "delegation_responses", delegation), page])
    static let delegationOfValidator = MessageSchema(
        "cosmos.staking.v1beta1.QueryDelegationResponse", [FieldSchema(1, "delegation_response", .message(delegation))])
    static let unbondings = MessageSchema(
        "cosmos.staking.v1beta1.QueryDelegatorUnbondingDelegationsResponse",
        [list(1, "unbonding_responses", unbonding), page])
    static let stakingPool = MessageSchema(
        "cosmos.staking.v1beta1.QueryPoolResponse",
        [
            FieldSchema(
                1, "pool",
                .message(MessageSchema("cosmos.staking.v1beta1.Pool", texts("not_bonded_tokens", "bonded_tokens"))))
        ])
    static let stakingParameters = MessageSchema(
        "cosmos.staking.v1beta1.QueryParamsResponse",
        [
            FieldSchema(
                1, "params",
                .message(
                    MessageSchema(
                        "cosmos.staking.v1beta1.Params",
                        [
                            FieldSchema(1, "unbonding_time", .duration), FieldSchema(2, "max_validators", .uint32),
                            FieldSchema(3, "max_entries", .uint32), FieldSchema(4, "historical_entries", .uint32),
                            FieldSchema(5, "bond_denom", .string), FieldSchema(6, "min_commission_rate", .decimal),
                        ])))
        ])

    // MARK: The registry

    private static let record = MessageSchema(
        "daoncore.contentregistry.v1.Record",
        [
            FieldSchema(1, "content_hash", .string), FieldSchema(2, "creator", .string),
            FieldSchema(3, "owner", .string), FieldSchema(4, "license", .string),
            FieldSchema(5, "ai_training_policy", .string), FieldSchema(6, "content_kind", .string),
            FieldSchema(7, "licensing_uri", .string), FieldSchema(8, "details_commitment", .bytes),
            FieldSchema(9, "fingerprint", .string), FieldSchema(10, "platform", .string),
            FieldSchema(11, "revision", .uint64), FieldSchema(12, "previous_version", .string),
            FieldSchema(13, "next_version", .string), FieldSchema(14, "height", .int64),
            FieldSchema(15, "time", .timestamp), FieldSchema(16, "tx_hash", .string),
        ])
    private static let change = MessageSchema(
        "daoncore.contentregistry.v1.HistoryEntry",
        [
            FieldSchema(1, "action", .string), FieldSchema(2, "from", .string), FieldSchema(3, "to", .string),
            FieldSchema(4, "revision", .uint64), FieldSchema(5, "height", .int64), FieldSchema(6, "time", .timestamp),
            FieldSchema(7, "tx_hash", .string),
        ])

    static let registryRecord = MessageSchema(
        "daoncore.contentregistry.v1.QueryRecordResponse", [FieldSchema(1, "record", .message(record))])
    static let registryRecords = MessageSchema(
        "daoncore.contentregistry.v1.QueryRecordsResponse", [list(1, "records", record), page])
    static let registryHistory = MessageSchema(
        "daoncore.contentregistry.v1.QueryHistoryResponse", [list(1, "entries", change), page])
    static let registryRevokedKeys = MessageSchema(
        "daoncore.contentregistry.v1.QueryRevokedKeysResponse",
        [
            list(
                1, "keys",
                MessageSchema(
                    "daoncore.contentregistry.v1.RevokedKey",
                    [
                        FieldSchema(1, "key_id", .string), FieldSchema(2, "height", .int64),
                        FieldSchema(3, "time", .timestamp), FieldSchema(4, "tx_hash", .string),
                    ])), page,
        ])
    static let registryVerification = MessageSchema(
        "daoncore.contentregistry.v1.QueryVerifyContentResponse",
        [
            FieldSchema(1, "verified", .bool), FieldSchema(2, "creator", .string), FieldSchema(3, "license", .string),
            FieldSchema(4, "timestamp", .int64),
        ])
    static let registryStatistics = MessageSchema(
        "daoncore.contentregistry.v1.QueryStatisticsResponse",
        [
            FieldSchema(1, "records", .uint64), FieldSchema(2, "transfers", .uint64),
            list(
                3, "by_license",
                MessageSchema(
                    "daoncore.contentregistry.v1.LicenseCount",
                    [FieldSchema(1, "license", .string), FieldSchema(2, "count", .uint64)])),
            FieldSchema(4, "accounts", .uint64),
        ])
    /// The registry's parameters; times are in nanoseconds. Today's chain has none.
    static let registryParameters = MessageSchema(
        "daoncore.contentregistry.v1.QueryParamsResponse",
        [
            FieldSchema(
                1, "params",
                .message(
                    MessageSchema(
                        "daoncore.contentregistry.v1.Params",
                        [
                            FieldSchema(1, "registry_version", .uint64, isNew: true),
                            FieldSchema(2, "unordered_ttl", .int64, isNew: true),
                            FieldSchema(3, "validator_bond", .uint64, isNew: true),
                            FieldSchema(4, "unbonding_time", .int64, isNew: true),
                            FieldSchema(5, "admits_by_vote", .bool, isNew: true),
                            FieldSchema(6, "version", .uint64, isNew: true),
                        ])))
        ])
}
