import ABCI
import Chain
import ContentRegistry
import Cryptography
import JSON
import PeerMessages
import RESTGateway
import RPC
import Transactions
import Wire

extension Decoder {
    /// The REST interface: paths, queries and bodies, and the query language of searches.
    static let gateway: [Decoder] = [
        gatewayRequest("gateway-path", "/cosmos/bank/v1beta1/balances/daon1/by_denom?denom=stake") { bytes in
            HTTPQuestion(method: "GET", target: String(decoding: bytes, as: UTF8.self), host: "")
        },
        gatewayRequest(
            "gateway-simulation",
            #"{"tx":{"body":{"messages":[]},"authInfo":{"signerInfos":[],"fee":{}},"signatures":[]}}"#
        ) { bytes in
            HTTPQuestion(method: "POST", target: "/cosmos/tx/v1beta1/simulate", host: "", body: bytes)
        },
        gatewayRequest("gateway-broadcast", #"{"tx_bytes":"AAAA","mode":"BROADCAST_MODE_SYNC"}"#) { bytes in
            HTTPQuestion(method: "POST", target: "/cosmos/tx/v1beta1/txs", host: "", body: bytes)
        },
        Decoder(name: "search-query", example: Array("tx.height>=5 AND content_hash='sha256:ab'".utf8)) { bytes in
            guard let query = try? SearchQuery(ByteString(bytes)) else { return .refused }
            if query.conditions.isEmpty { return .violation("a query without a condition") }
            _ = try? TransactionSearch(query)
            return .accepted
        },
        Decoder(name: "simulation-result", example: [10, 4, 8, 5, 16, 6, 18, 2, 18, 0]) { bytes in
            guard let result = try? SimulationResult(protobuf: bytes) else { return .refused }
            return (try? JSONValue(parsing: result.json.serialized())) == nil ? .violation("writes no JSON") : .accepted
        },
    ]

    /// A request to the gateway of a node without a chain: its plan is made, and an answer that is known is JSON.
    private static func gatewayRequest(
        _ name: String, _ example: String, _ question: @escaping @Sendable ([UInt8]) -> HTTPQuestion
    ) -> Decoder {
        Decoder(name: name, example: Array(example.utf8)) { bytes in
            let gateway = Gateway(view: NoNode(), bodyBytesMaximum: 1_000_000)
            let plan = gateway.plan(question(bytes))
            guard plan.pace == .atOnce else { return .accepted }
            let answer = plan.answer()
            if (try? JSONValue(parsing: answer.body)) == nil { return .violation("an answer that is no JSON") }
            return answer.status == 200 ? .accepted : .refused
        }
    }
}

/// A node that knows nothing.
private struct NoNode: NodeView {
    private struct Nothing: Error {}

    func status() -> StatusInformation {
        StatusInformation(
            node: NodeInfo(
                protocolVersion: ProtocolVersion(p2p: 8, block: 11, app: 1), id: "", listenAddress: "", network: "",
                version: "", channels: [], moniker: "", other: NodeInfoOther(transactionIndex: "", rpcAddress: "")),
            latest: nil, earliest: nil, isCatchingUp: false, publicKey: Example.secp256k1, votingPower: 0)
    }

    func networkInformation() async -> NetInformation { NetInformation(isListening: false, listeners: [], peers: []) }
    func consensus() -> ConsensusInformation? { nil }
    func mempool(first limit: Int) -> MempoolInformation {
        MempoolInformation(count: 0, byteCount: 0, transactions: [])
    }
    func genesis() -> GenesisInformation { GenesisInformation(text: []) }
    var isCatchingUp: Bool { false }
    func withChain<Result>(_ body: (any ChainView) throws -> Result) throws -> Result { throw Nothing() }
    func applicationInformation() async throws -> ResponseInfo { throw Nothing() }
    func query(_ request: RequestQuery) async throws -> ResponseQuery { throw Nothing() }
    func transactions(changing work: ByteString) throws -> [Hash] { throw Nothing() }
    func check(_ transaction: Transaction) async throws -> ResponseCheckTx { throw Nothing() }
    func submit(
        _ transaction: Transaction, until stage: SubmissionStage,
        _ answer: @escaping @Sendable (Result<ResponseCheckTx, any Error>) -> Void
    ) {
        answer(.failure(Nothing()))
    }
    func submitAndCommit(_ transaction: Transaction) async throws -> CommittedTransaction { throw Nothing() }
    func submit(_ evidence: Evidence) async throws { throw Nothing() }
}
