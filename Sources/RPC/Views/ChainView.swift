package import ABCI
package import Chain
package import Cryptography

/// One consistent state of what the node has stored of the chain.
///
/// Nil stands for what is not there: not yet, not any more, or never. Errors are those of the storage.
package protocol ChainView {
    /// The lowest stored block; 0 without blocks.
    var base: Height { get }

    /// The highest stored block; 0 without blocks.
    var height: Height { get }

    /// Whether transactions are indexed by their hash.
    var isIndexingTransactions: Bool { get }

    func block(at height: Height) throws -> Block?

    func meta(at height: Height) throws -> BlockMeta?

    /// The height of the block whose header has this hash.
    func height(ofBlock hash: Hash) throws -> Height?

    /// The commit of this height that the next block carries.
    func commit(at height: Height) throws -> Commit?

    /// The commit of this height that this node saw.
    func seenCommit(at height: Height) throws -> Commit?

    /// The validators of this height with the priorities of its first round; known for the two heights after the last
    /// block too.
    func validators(at height: Height) throws -> ValidatorSet?

    /// The parameters of this height; known for the height after the last block too.
    func parameters(at height: Height) throws -> ConsensusParameters?

    func results(at height: Height) throws -> ResponseFinalizeBlock?

    /// A transaction with its place and its result.
    func transaction(_ hash: Hash) throws -> TxResult?

    /// How many transactions are in blocks of these heights, all of which have one.
    func transactionCount(in heights: ClosedRange<Height>) throws -> Int

    /// Transactions in blocks of these heights, in order.
    ///
    /// - Parameter places: Which of them, counted from 0.
    func transactions(in heights: ClosedRange<Height>, at places: Range<Int>) throws -> [TxResult]
}

// For chains that are in memory: a store finds them without looking at all blocks.
extension ChainView {
    package func transactionCount(in heights: ClosedRange<Height>) throws -> Int {
        var count = 0
        for height in heights.lowerBound.rawValue...heights.upperBound.rawValue {
            count += try block(at: Height(height))?.data.transactions.count ?? 0
        }
        return count
    }

    package func transactions(in heights: ClosedRange<Height>, at places: Range<Int>) throws -> [TxResult] {
        var found: [TxResult] = []
        var place = 0
        for height in heights.lowerBound.rawValue...heights.upperBound.rawValue {
            guard let block = try block(at: Height(height)), let results = try results(at: Height(height)) else {
                continue
            }
            for (index, (transaction, result)) in zip(block.data.transactions, results.txResults).enumerated() {
                if places.contains(place) {
                    found.append(
                        TxResult(
                            height: block.height, index: UInt32(truncatingIfNeeded: index), tx: transaction,
                            result: result))
                }
                place += 1
            }
        }
        return found
    }
}
