import ABCI
import Chain
import Cryptography
import KVStore
import Mempool

/// How far a recorded node was when a request came: the height of its chain, and what waited in its mempool.
struct RPCMoment: Sendable {
    private(set) var height: Height
    private(set) var pool = TransactionPool(settings: MempoolSettings())

    /// Before the first block.
    init(_ chain: RPCChain) {
        height = chain.firstHeight.previous
    }

    /// Goes on to a height: takes the transactions of the blocks on the way out of the mempool.
    mutating func advance(to target: Height, in chain: RPCChain) {
        while height < target, let step = chain.step(at: height.next) {
            height = step.block.height
            pool.update(
                height: height, hashes: step.block.data.transactions.map(\.hash), results: step.answer.txResults,
                at: .zero)
        }
    }

    /// The application after the last block.
    func application(of chain: RPCChain) -> KVStore {
        chain.step(at: height)?.application ?? chain.genesisApplication
    }

    /// Hands a transaction to the mempool, which asks the application.
    mutating func submit(_ transaction: Transaction, in chain: RPCChain) throws -> ResponseCheckTx {
        let hash = transaction.hash
        try pool.receive(transaction, hash: hash)
        var application = application(of: chain)
        let check = try application.checkTx(RequestCheckTx(tx: transaction))
        _ = pool.checked(hash, check, height: height, at: .zero)
        return check
    }
}
