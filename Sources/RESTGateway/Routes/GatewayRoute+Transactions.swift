import ABCI
import Chain
import Cryptography
import JSON
import RPC
import Transactions
import Wire

extension GatewayRoute {
    private static let path = "/cosmos/tx/v1beta1"

    static let transactions = [simulate, broadcast, transaction, search]

    // MARK: Before a block

    /// What a transaction would do; its signatures are not looked at.
    private static let simulate = GatewayRoute("\(path)/simulate", method: "POST") { request in
        let members = try request.members(["txBytes": "tx_bytes", "tx": "tx"])
        var writer = ProtobufWriter()
        writer.bytes(2, try transactionBytes(members))
        return .asking(QueryPath.simulate, writer.bytes) { bytes in try SimulationResult(protobuf: bytes).json }
    }

    private static func transactionBytes(_ members: [ByteString: JSONValue]) throws(GatewayError) -> [UInt8] {
        if let text = members["tx_bytes"] { return try bytes(text) }
        guard let json = members["tx"] else {
            throw GatewayError(.invalidArgument, "tx_bytes: missing: invalid empty tx")
        }
        let bytes: [UInt8]
        do {
            bytes = try TransactionJSON.bytes(json)
        } catch {
            throw GatewayError(.invalidArgument, error.log)
        }
        if bytes.isEmpty { throw GatewayError(.invalidArgument, "tx: nothing in it: invalid empty tx") }
        return bytes
    }

    private static func bytes(_ json: JSONValue?) throws(GatewayError) -> [UInt8] {
        guard case .string(let text) = json, let bytes = Base64.decode(text.description) else {
            throw GatewayError(.invalidArgument, "tx_bytes: no Base64")
        }
        if bytes.isEmpty { throw GatewayError(.invalidArgument, "tx_bytes: empty: invalid empty tx") }
        return bytes
    }

    private enum Mode: CaseIterable {
        case sync
        case async

        /// The enumeration's name and number.
        private var names: [JSONValue] {
            switch self {
            case .sync: [.text("BROADCAST_MODE_SYNC"), .integer(2)]
            case .async: [.text("BROADCAST_MODE_ASYNC"), .integer(3)]
            }
        }

        init(_ json: JSONValue?) throws(GatewayError) {
            guard let mode = Mode.allCases.first(where: { mode in json.map { mode.names.contains($0) } ?? false })
            else {
                throw GatewayError(
                    .invalidArgument, "mode: supported are BROADCAST_MODE_SYNC and BROADCAST_MODE_ASYNC")
            }
            self = mode
        }
    }

    /// Hands a transaction to the node. That it is refused is an answer like others, with the code.
    private static let broadcast = GatewayRoute("\(path)/txs", method: "POST") { request in
        let members = try request.members(["txBytes": "tx_bytes", "mode": "mode"])
        guard members["tx_bytes"] != nil else {
            throw GatewayError(.invalidArgument, "tx_bytes: missing: invalid empty tx")
        }
        let transaction = Transaction(try bytes(members["tx_bytes"]))
        let mode = try Mode(members["mode"])
        return .sending(transaction, until: mode == .sync ? .checked : .taken) { verdict in
            switch verdict {
            case .success(let check):
                return .members(
                    (
                        "tx_response",
                        TransactionAnswer.response(
                            transaction, check.code, check.codespace, log: check.log, info: check.info,
                            gas: (check.gasWanted, check.gasUsed))
                    ))
            case .failure(let error):
                guard let (code, log) = refusal("\(error)") else {
                    throw GatewayError(.unavailable, "the node takes no transaction: \(error)")
                }
                return .members(("tx_response", TransactionAnswer.response(transaction, code, "sdk", log: log)))
            }
        }
    }

    /// The SDK's code for what the mempool says (client/broadcast.go `CheckCometError`).
    private static func refusal(_ text: String) -> (code: UInt32, log: ByteString)? {
        let reasons: [(TransactionError.Reason, String)] = [
            (.alreadyInMempool, "tx already exists in cache"), (.mempoolFull, "mempool is full"),
            (.tooLarge, "Tx too large"),
        ]
        return reasons.first { text.contains($0.1) }.map { ($0.0.code, ByteString(text)) }
    }

    // MARK: In blocks

    private static let transaction = GatewayRoute("\(path)/txs/{hash}") { request in
        let text = request.variable("hash")
        guard let hash = Hex.decode(text.description).flatMap({ Hash($0) }) else {
            throw GatewayError(
                .invalidArgument, "tx hash \(ContentHash.shown(text)): expected \(2 * Hash.size) hexadecimal digits")
        }
        return .reading { chain, _ in
            guard let answer = try TransactionAnswer.find(hash, in: chain) else {
                throw GatewayError(.notFound, "tx not found: \(hash)")
            }
            return .members(("tx", answer.transaction), ("tx_response", answer.response))
        }
    }

    /// Transactions that a page has when the client does not say, and at most.
    private static let pageMaximum = 100

    /// Transactions by hash, height or work: `query` as in `tx_search`, or conditions in `events`.
    private static let search = GatewayRoute("\(path)/txs") { request in try searching(request) }

    private static func searching(_ request: GatewayRequest) throws -> GatewayWork {
        let events = request.parameters("events").map(\.description).joined(separator: " AND ")
        let query = request.parameter("query")
        let text = query.isEmpty ? ByteString(events) : query
        if text.isEmpty {
            throw GatewayError(.invalidArgument, "query: missing, as in ?query=tx.height>5 AND tx.height<9")
        }
        let search: TransactionSearch
        do throws(SearchError) {
            search = try TransactionSearch(SearchQuery(text))
        } catch {
            throw GatewayError(.invalidArgument, error.description)
        }
        let isDescending = try isDescending(request.parameter("order_by", or: "orderBy"))
        let page = try request.number("page") ?? 1
        let limit = try request.number("limit") ?? request.number("pagination.limit") ?? 0
        let size = limit == 0 ? pageMaximum : Int(clamping: min(limit, UInt64(pageMaximum)))
        return .reading { chain, view in
            let results = try search.results(
                in: chain, works: view.transactions(changing:), isDescending: isDescending
            ) { count in try places(page: max(1, page), size: size, of: count) }
            let answers = try results.transactions.map { found in
                TransactionAnswer(found, time: try TransactionAnswer.time(of: found, in: chain))
            }
            return .members(
                ("txs", .array(answers.map(\.transaction))), ("tx_responses", .array(answers.map(\.response))),
                ("pagination", .null), ("total", .decimal(results.count)))
        }
    }

    private static func places(page: UInt64, size: Int, of count: Int) throws(GatewayError) -> Range<Int> {
        let pages = max(1, (count + size - 1) / size)
        if page > UInt64(pages) {
            throw GatewayError(.invalidArgument, "page should be within [1, \(pages)] range, given \(page)")
        }
        let start = (Int(page) - 1) * size
        return start..<min(start + size, count)
    }

    private static func isDescending(_ order: ByteString) throws(GatewayError) -> Bool {
        switch order {
        case "", "ORDER_BY_UNSPECIFIED", "ORDER_BY_ASC", "0", "1": false
        case "ORDER_BY_DESC", "2": true
        default: throw GatewayError(.invalidArgument, "order_by: expected ORDER_BY_ASC or ORDER_BY_DESC")
        }
    }
}

extension TransactionAnswer {
    /// A transaction by its hash; nil when no block has it.
    static func find(_ hash: Hash, in chain: any ChainView) throws -> TransactionAnswer? {
        guard let found = try chain.transaction(hash) else { return nil }
        return TransactionAnswer(found, time: try time(of: found, in: chain))
    }

    static func time(of found: TxResult, in chain: any ChainView) throws -> Timestamp {
        try chain.meta(at: found.height)?.header.time ?? .unixEpoch
    }
}
