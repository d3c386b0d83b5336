import ABCI
import Chain
import Cryptography
import JSON
import Wire

extension Route {
    /// Transactions by hash, height or work, a page of them (CometBFT rpc/core/tx.go `TxSearch`).
    static let transactionSearch = Route(
        reading: "tx_search", "query", "prove", "page", "per_page", "order_by"
    ) { arguments in
        let text = try arguments.next(.text)
        let prove = try arguments.next(.bool)
        let (page, size) = (try arguments.next(.optionalInt), try arguments.next(.optionalInt))
        let order = try arguments.next(.text)
        return { chain, view in
            if !chain.isIndexingTransactions { throw RouteError("transaction indexing is disabled") }
            let search = try TransactionSearch(SearchQuery(text))
            let results = try search.results(
                in: chain, works: view.transactions(changing:), isDescending: isDescending(order, usually: false)
            ) { count in try Page.range(page: page, size: size, of: count) }
            let found = try results.transactions.map { found in
                JSONValue.members(
                    leavingOutNil: ("hash", .hex(found.tx.hash.bytes)), ("height", .decimal(found.height.rawValue)),
                    ("index", .integer(found.index)), ("tx_result", found.result.json), ("tx", found.tx.json),
                    ("proof", prove ? try chain.block(at: found.height)?.data.proof(at: Int(found.index))?.json : nil))
            }
            return .members(("txs", .array(found)), ("total_count", .decimal(results.count)))
        }
    }

    /// Blocks by height, the highest first (CometBFT rpc/core/blocks.go `BlockSearch`).
    ///
    /// Deviation: by nothing else; there is no index of events.
    static let blockSearch = Route(reading: "block_search", "query", "page", "per_page", "order_by") { arguments in
        let text = try arguments.next(.text)
        let (page, size) = (try arguments.next(.optionalInt), try arguments.next(.optionalInt))
        let order = try arguments.next(.text)
        return { chain, _ in
            var heights = HeightBounds()
            for condition in try SearchQuery(text).conditions {
                if condition.key != "block.height" {
                    throw RouteError("\(condition.key) is not indexed: this node finds blocks by block.height")
                }
                try heights.apply(condition)
            }
            let isDescending = try isDescending(order, usually: true)
            let range = heights.range(in: chain)
            let count = range.map { Int(clamping: $0.upperBound.rawValue - $0.lowerBound.rawValue + 1) } ?? 0
            let blocks = try Page.range(page: page, size: size, of: count).compactMap { place -> JSONValue? in
                guard let range else { return nil }
                let offset = Int64(isDescending ? count - 1 - place : place)
                let height = Height(range.lowerBound.rawValue + offset)
                guard let meta = try chain.meta(at: height), let block = try chain.block(at: height) else { return nil }
                return .members(("block_id", meta.blockID.json), ("block", block.json))
            }
            return .members(("blocks", .array(blocks)), ("total_count", .decimal(count)))
        }
    }

    private static func isDescending(_ order: ByteString, usually: Bool) throws(RouteError) -> Bool {
        switch order {
        case "": usually
        case "asc": false
        case "desc": true
        default: throw RouteError("expected order_by to be either `asc` or `desc` or empty")
        }
    }
}
