import Chain
import Cryptography
import JSON
import PeerMessages
import RPC
import Transactions
import Wire

// Paths about the node and its chain.
extension GatewayRoute {
    private static let tendermint = "/cosmos/base/tendermint/v1beta1"
    /// The SDK whose messages these are: clients choose by it what they ask.
    private static let sdkVersion = "v0.53.4"

    static let chain = [
        GatewayRoute("\(tendermint)/node_info") { _ in .fromMemory { view in nodeInformation(view.status().node) } },
        GatewayRoute("\(tendermint)/syncing") { _ in
            .fromMemory { view in .members(("syncing", .bool(view.isCatchingUp))) }
        },
        GatewayRoute("\(tendermint)/blocks/latest") { _ in .reading { chain, _ in try block(chain.height, chain) } },
        GatewayRoute("\(tendermint)/blocks/{height}") { request in
            let height = try height(request)
            return .reading { chain, _ in try block(height, chain) }
        },
        GatewayRoute("\(tendermint)/validatorsets/latest") { request in
            let page = try validatorPage(request)
            return .reading { chain, _ in try validators(chain.height, chain, page) }
        },
        GatewayRoute("\(tendermint)/validatorsets/{height}") { request in
            let (height, page) = (try height(request), try validatorPage(request))
            return .reading { chain, _ in try validators(height, chain, page) }
        },
        GatewayRoute("/cosmos/consensus/v1/params") { _ in
            .reading { chain, _ in .members(("params", try parameters(chain).gatewayJSON)) }
        },
        GatewayRoute("/cosmos/params/v1beta1/params") { request in
            let (subspace, key) = (request.parameter("subspace"), request.parameter("key"))
            guard subspace == "baseapp", key == "BlockParams" else {
                throw GatewayError(
                    .invalidArgument,
                    "parameter \(ContentHash.shown(key)) of \(ContentHash.shown(subspace)) is not kept there: "
                        + "only BlockParams of baseapp is")
            }
            return .reading { chain, _ in
                let value = try parameters(chain).blockJSON
                return .members(
                    (
                        "param",
                        .members(
                            ("subspace", .string(subspace)), ("key", .string(key)),
                            ("value", .string(ByteString(value.serialized()))))
                    ))
            }
        },
    ]

    private static func height(_ request: GatewayRequest) throws(GatewayError) -> Height {
        let text = request.variable("height")
        guard let height = Int64(text.description), height > 0 else {
            throw GatewayError(.invalidArgument, "height \(ContentHash.shown(text)): expected a whole number above 0")
        }
        return Height(height)
    }

    private static func parameters(_ chain: any ChainView) throws -> ConsensusParameters {
        guard let parameters = try chain.parameters(at: chain.height.next) else {
            throw GatewayError(.unavailable, "the chain has not begun")
        }
        return parameters
    }

    // MARK: Blocks

    /// The height, when there is a block.
    private static func check(_ height: Height, _ chain: any ChainView) throws(GatewayError) {
        if chain.height == 0 { throw GatewayError(.unavailable, "the chain has no block yet") }
        if height > chain.height {
            throw GatewayError(
                .invalidArgument,
                "requested block height is bigger then the chain length: height \(height) is above \(chain.height)")
        }
        if height < chain.base {
            throw GatewayError(
                .notFound,
                "block \(height) not found: height \(height) is not available, lowest height is \(chain.base)")
        }
    }

    private static func block(_ height: Height, _ chain: any ChainView) throws -> JSONValue {
        try check(height, chain)
        guard let meta = try chain.meta(at: height), let block = try chain.block(at: height) else {
            throw GatewayError(.notFound, "block \(height) not found")
        }
        return BlockJSON.answer(block, meta.blockID)
    }

    // MARK: Validators

    private static func validatorPage(_ request: GatewayRequest) throws(GatewayError) -> (offset: Int, limit: Int) {
        let offset = try request.number("pagination.offset") ?? 0
        let limit = try request.number("pagination.limit") ?? 0
        return (Int(clamping: offset), limit == 0 ? Int(PageRequest.limitUsual) : Int(clamping: limit))
    }

    private static func validators(
        _ height: Height, _ chain: any ChainView, _ page: (offset: Int, limit: Int)
    ) throws -> JSONValue {
        try check(height, chain)
        guard let set = try chain.validators(at: height) else {
            throw GatewayError(.notFound, "validators of height \(height) not found")
        }
        let shown = set.validators.dropFirst(page.offset).prefix(page.limit)
        return .members(
            ("block_height", .decimal(height.rawValue)),
            ("validators", .array(shown.map(BlockJSON.validator))),
            (
                "pagination", .members(("next_key", .null), ("total", .decimal(set.count)))
            ))
    }

    // MARK: The node

    private static func nodeInformation(_ node: NodeInfo) -> JSONValue {
        .members(
            (
                "default_node_info",
                .members(
                    (
                        "protocol_version",
                        .members(
                            ("p2p", .decimal(node.protocolVersion.p2p)),
                            ("block", .decimal(node.protocolVersion.block)),
                            ("app", .decimal(node.protocolVersion.app)))
                    ),
                    ("default_node_id", .string(node.id)), ("listen_addr", .string(node.listenAddress)),
                    ("network", .string(node.network)), ("version", .string(node.version)),
                    ("channels", .base64(node.channels.map(\.rawValue))), ("moniker", .string(node.moniker)),
                    (
                        "other",
                        .members(
                            ("tx_index", .string(node.other.transactionIndex)),
                            ("rpc_address", .string(node.other.rpcAddress)))
                    ))
            ),
            (
                "application_version",
                .members(
                    ("name", .text("daon")), ("app_name", .text("daon-node")), ("version", .string(node.version)),
                    ("git_commit", .text("")), ("build_tags", .text("")), ("go_version", .text("")),
                    ("build_deps", .array([])),
                    ("cosmos_sdk_version", .text(sdkVersion)))
            ))
    }
}

extension ConsensusParameters {
    var blockJSON: JSONValue {
        .members(("max_bytes", .decimal(block.maxBytes)), ("max_gas", .decimal(block.maxGas)))
    }

    /// `cosmos.consensus.v1.QueryParamsResponse`'s parameters.
    var gatewayJSON: JSONValue {
        let age = evidence.maxAgeDuration.rawValue
        return .members(
            ("block", blockJSON),
            (
                "evidence",
                .members(
                    ("max_age_num_blocks", .decimal(evidence.maxAgeBlocks)),
                    ("max_age_duration", .text(BlockJSON.duration(age))), ("max_bytes", .decimal(evidence.maxBytes)))
            ), ("validator", .members(("pub_key_types", .array(validator.publicKeyTypes.map { .string($0) })))),
            ("version", .members(("app", .decimal(version.app)))),
            (
                "abci",
                .members(("vote_extensions_enable_height", .decimal(abci.voteExtensionsEnableHeight.rawValue)))
            ))
    }
}
