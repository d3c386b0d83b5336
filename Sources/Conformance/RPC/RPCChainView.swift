import ABCI
import Chain
import Cryptography
import Execution
import RPC

/// An imported chain as a node has stored it that has come to some height.
struct RPCChainView: ChainView {
    let chain: RPCChain
    let height: Height

    var base: Height { height < chain.firstHeight ? 0 : chain.firstHeight }

    var isIndexingTransactions: Bool { true }

    private func step(at height: Height) -> RPCChain.Step? {
        height <= self.height ? chain.step(at: height) : nil
    }

    func block(at height: Height) -> Block? { step(at: height)?.block }

    func meta(at height: Height) -> BlockMeta? {
        step(at: height).map { BlockMeta(block: $0.block, parts: $0.blockID.partSetHeader) }
    }

    func height(ofBlock hash: Hash) -> Height? {
        chain.heights[hash].flatMap { $0 <= height ? $0 : nil }
    }

    func commit(at height: Height) -> Commit? { block(at: height.next)?.lastCommit }

    func seenCommit(at height: Height) -> Commit? { step(at: height)?.seenCommit }

    func validators(at height: Height) -> ValidatorSet? {
        if height <= self.height.next { return chain.state(before: height)?.validators }
        return height == self.height.next.next ? chain.state(before: height.previous)?.nextValidators : nil
    }

    func parameters(at height: Height) -> ConsensusParameters? {
        height <= self.height.next ? chain.state(before: height)?.consensusParameters : nil
    }

    func results(at height: Height) -> ResponseFinalizeBlock? { step(at: height)?.answer }

    func transaction(_ hash: Hash) -> TxResult? {
        chain.transactions[hash].flatMap { $0.height <= height ? $0 : nil }
    }
}
