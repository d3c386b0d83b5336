package import ABCI
import Chain
package import Cryptography
package import Wire

/// A search for transactions.
///
/// Deviation: CometBFT's index has every attribute of every event that says it is to be indexed. Here transactions are found by
/// `tx.hash`, by `tx.height`, and by the work that they registered or changed, `content_hash` or as an event has it
/// (`content_registered.content_hash`); other keys are an error that says so. A hash does not make the other conditions void.
package struct TransactionSearch: Hashable, Sendable {
    /// The transactions that changed a record, from its hash as in `sha256:…`, in the order in which they did.
    package typealias WorkTransactions = (ByteString) throws -> [Hash]

    /// A page of what was found.
    package struct Results: Sendable {
        package let transactions: [TxResult]
        /// How many there are on all pages.
        package let count: Int
    }

    private static let workKey: ByteString = "content_hash"

    /// A work, and the event that is to have it; any when it is nil.
    private struct Work: Hashable {
        let event: ByteString?
        let contentHash: ByteString
    }

    private var hashes: [[UInt8]] = []
    private var works: [Work] = []
    private var heights = HeightBounds()

    package init(_ query: SearchQuery) throws(SearchError) {
        for condition in query.conditions {
            switch condition.key {
            case "tx.height": try heights.apply(condition)
            case "tx.hash": hashes.append(try TransactionSearch.hash(condition))
            default: works.append(try TransactionSearch.work(condition))
            }
        }
    }

    private static func hash(_ condition: SearchQuery.Condition) throws(SearchError) -> [UInt8] {
        guard condition.comparison == .equal, case .text(let text) = condition.value,
            let bytes = Hex.decode(text.description)
        else { throw SearchError("tx.hash: expected = and a hash in hexadecimal, in single quotes") }
        return bytes
    }

    private static func work(_ condition: SearchQuery.Condition) throws(SearchError) -> Work {
        let parts = condition.key.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let last = parts.last, ByteString(Array(last)) == workKey, parts.count <= 2 else {
            throw SearchError(
                "\(condition.key) is not indexed: this node finds transactions by tx.hash, tx.height and content_hash")
        }
        guard condition.comparison == .equal, case .text(let text) = condition.value else {
            throw SearchError("\(condition.key): expected = and a hash as in sha256:…, in single quotes")
        }
        return Work(event: parts.count == 2 ? ByteString(Array(parts[0])) : nil, contentHash: text)
    }

    /// - Parameters:
    ///   - page: Which of so many are wanted, counted from 0.
    ///   - isDescending: Whether the last come first.
    package func results(
        in chain: any ChainView, works transactions: WorkTransactions, isDescending: Bool,
        page: (Int) throws -> Range<Int>
    ) throws -> Results {
        guard let candidates = try candidates(in: chain, transactions) else {
            guard let range = heights.range(in: chain) else { return Results(transactions: [], count: try none(page)) }
            let count = try chain.transactionCount(in: range)
            let places = try page(count)
            if !isDescending {
                return Results(transactions: try chain.transactions(in: range, at: places), count: count)
            }
            let mirrored = count - places.upperBound..<count - places.lowerBound
            return Results(transactions: try chain.transactions(in: range, at: mirrored).reversed(), count: count)
        }
        let found = candidates.filter(isWanted)
            .sorted { ($0.height, $0.index) < ($1.height, $1.index) }
        let ordered = isDescending ? found.reversed() : found
        return Results(transactions: Array(ordered[try page(ordered.count)]), count: ordered.count)
    }

    private func none(_ page: (Int) throws -> Range<Int>) throws -> Int {
        _ = try page(0)
        return 0
    }

    /// The few among which those are that are looked for; nil when only heights say which.
    private func candidates(
        in chain: any ChainView, _ transactions: WorkTransactions
    ) throws -> [TxResult]? {
        if let hash = hashes.first { return try Hash(hash).flatMap { try chain.transaction($0) }.map { [$0] } ?? [] }
        guard let work = works.first else { return nil }
        var seen: Set<Hash> = []
        return try transactions(work.contentHash).filter { seen.insert($0).inserted }
            .compactMap { try chain.transaction($0) }
    }

    private func isWanted(_ found: TxResult) -> Bool {
        heights.contains(found.height) && hashes.allSatisfy { $0 == found.tx.hash.bytes }
            && works.allSatisfy { work in
                found.result.events.contains { event in
                    (work.event == nil || work.event == event.type)
                        && event.attributes.contains {
                            $0.key == TransactionSearch.workKey && $0.value == work.contentHash
                        }
                }
            }
    }
}
