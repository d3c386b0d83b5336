import ABCI
import Chain
import Cryptography
import Execution
import RPC
import Store

/// A snapshot of the store as the RPC reads it.
struct StoredChainView: ChainView {
    let base: Height
    let height: Height
    private let snapshot: ChainSnapshot

    init(_ snapshot: ChainSnapshot) throws {
        self.snapshot = snapshot
        base = try snapshot.base
        height = try snapshot.height
    }

    var isIndexingTransactions: Bool { true }

    func block(at height: Height) throws -> Block? { try snapshot.block(at: height) }

    func meta(at height: Height) throws -> BlockMeta? { try snapshot.blockMeta(at: height) }

    func height(ofBlock hash: Hash) throws -> Height? { try snapshot.height(ofBlock: hash) }

    func commit(at height: Height) throws -> Commit? { try snapshot.commit(at: height) }

    func seenCommit(at height: Height) throws -> Commit? { try snapshot.seenCommit(at: height) }

    func validators(at height: Height) throws -> ValidatorSet? { try snapshot.validators(at: height) }

    func parameters(at height: Height) throws -> ConsensusParameters? { try snapshot.parameters(at: height) }

    func results(at height: Height) throws -> ResponseFinalizeBlock? { try snapshot.response(at: height) }

    func transaction(_ hash: Hash) throws -> TxResult? { try snapshot.transaction(hash) }

    func transactionCount(in heights: ClosedRange<Height>) throws -> Int {
        try snapshot.transactionCount(in: heights)
    }

    func transactions(in heights: ClosedRange<Height>, at places: Range<Int>) throws -> [TxResult] {
        try snapshot.transactions(in: heights, at: places)
    }
}
