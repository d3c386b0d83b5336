import Transactions
import Wire

// Paths that are questions to the application, each by its path of `abci_query`.
extension GatewayRoute {
    /// A question whose answer has this form.
    private static func asking(
        _ pattern: String, _ path: ByteString, _ schema: MessageSchema,
        _ question: @escaping @Sendable (GatewayRequest, inout ProtobufWriter) throws -> Void = { _, _ in }
    ) -> GatewayRoute {
        GatewayRoute(pattern) { request in
            var writer = ProtobufWriter()
            try question(request, &writer)
            return .asking(path, writer.bytes) { bytes in try schema.json(bytes) }
        }
    }

    /// A question about the addresses or hashes in the path, which its message has in the same order.
    private static func asking(
        _ pattern: String, _ path: ByteString, _ schema: MessageSchema, about names: String...
    ) -> GatewayRoute {
        asking(pattern, path, schema) { request, writer in
            for (index, name) in names.enumerated() {
                writer.string(Int32(truncatingIfNeeded: index + 1), request.variable(name))
            }
        }
    }

    // MARK: Accounts

    private static let bank = "/cosmos/bank/v1beta1"

    static let accounts = [
        asking("/cosmos/auth/v1beta1/accounts/{address}", QueryPath.account, .account, about: "address"),
        asking("\(bank)/balances/{address}", QueryPath.allBalances, .balances, about: "address"),
        asking("\(bank)/spendable_balances/{address}", QueryPath.spendableBalances, .balances, about: "address"),
        asking("\(bank)/balances/{address}/by_denom", QueryPath.balance, .balance) { request, writer in
            let denomination = request.parameter("denom")
            if denomination.isEmpty { throw GatewayError(.invalidArgument, "denom: missing, as in ?denom=stake") }
            writer.string(1, request.variable("address"))
            writer.string(2, denomination)
        },
        asking("\(bank)/supply", QueryPath.totalSupply, .supply),
        asking("\(bank)/supply/by_denom", QueryPath.supply, .supplyOf) { request, writer in
            let denomination = request.parameter("denom")
            if denomination.isEmpty { throw GatewayError(.invalidArgument, "denom: missing, as in ?denom=stake") }
            writer.string(1, denomination)
        },
        asking("\(bank)/denoms_metadata", QueryPath.coinsMetadata, .coinsMetadata),
        asking("\(bank)/denoms_metadata/{denom}", QueryPath.coinMetadata, .coinsMetadata, about: "denom"),
    ]

    // MARK: Stake

    private static let staking = "/cosmos/staking/v1beta1"

    static let stake = [
        asking("\(staking)/validators", QueryPath.stakingValidators, .stakingValidators) { request, writer in
            writer.string(1, request.parameter("status"))
        },
        asking(
            "\(staking)/validators/{validator_addr}", QueryPath.stakingValidator, .stakingValidator,
            about: "validator_addr"),
        asking(
            "\(staking)/validators/{validator_addr}/delegations", QueryPath.validatorDelegations, .delegations,
            about: "validator_addr"),
        asking(
            "\(staking)/validators/{validator_addr}/delegations/{delegator_addr}", QueryPath.delegation,
            .delegationOfValidator, about: "delegator_addr", "validator_addr"),
        asking(
            "\(staking)/delegations/{delegator_addr}", QueryPath.delegatorDelegations, .delegations,
            about: "delegator_addr"),
        asking(
            "\(staking)/delegators/{delegator_addr}/unbonding_delegations", QueryPath.delegatorUnbonding, .unbondings,
            about: "delegator_addr"),
        asking("\(staking)/pool", QueryPath.stakingPool, .stakingPool),
        asking("\(staking)/params", QueryPath.stakingParameters, .stakingParameters),
    ]

    // MARK: The registry

    private static let base = "/daon-network/daon-core/contentregistry/v1"

    static let registry = [
        asking("\(base)/params", QueryPath.parameters, .registryParameters),
        asking(
            "\(base)/verify_content/{content_hash}", QueryPath.verifyContent, .registryVerification,
            about: "content_hash"),
        asking("\(base)/record/{content_hash}", QueryPath.record, .registryRecord, about: "content_hash"),
        asking("\(base)/history/{content_hash}", QueryPath.history, .registryHistory) { request, writer in
            RecordRequest(contentHash: request.variable("content_hash"), page: try request.page()).encode(into: &writer)
        },
        asking("\(base)/records", QueryPath.records, .registryRecords) { request, writer in
            RecordsRequest(
                owner: request.parameter("owner"), page: try request.page(),
                fromHeight: try request.number("from_height") ?? 0
            ).encode(into: &writer)
        },
        asking("\(base)/revoked_keys/{address}", QueryPath.revokedKeys, .registryRevokedKeys) { request, writer in
            RevokedKeysRequest(
                account: request.variable("address"), page: try request.page(), keyID: request.parameter("key_id")
            ).encode(into: &writer)
        },
        asking("\(base)/statistics", QueryPath.statistics, .registryStatistics),
    ]
}
