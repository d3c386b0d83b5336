package import ABCI
package import Chain
package import Cryptography
package import Wire

/// What the routes read of a node, and the few things they ask it to do.
///
/// Reads come from immutable snapshots: no route ever waits for consensus. There are four kinds of members, and the
/// server runs them in different places:
/// - what is answered from memory at once, also on an event loop;
/// - reads of the chain, which may wait for a disk, on a thread of their own;
/// - transactions handed to the mempool, which no thread waits for;
/// - what waits for others (the application, the mempool, the next block), in a task that is cancelled when the client
///   leaves.
///
/// The text of a thrown error becomes the `data` of the answer.
package protocol NodeView: Sendable {
    // MARK: From memory

    /// Who the node is and how far it is.
    func status() -> StatusInformation

    /// What consensus is doing; nil while it does nothing, because the node still fetches blocks.
    func consensus() -> ConsensusInformation?

    /// The transactions that wait for a block.
    ///
    /// - Parameter limit: How many of the first ones to return.
    func mempool(first limit: Int) -> MempoolInformation

    /// The genesis document.
    func genesis() -> GenesisInformation

    /// Whether the node fetches blocks that others have decided, and does not take part yet.
    var isCatchingUp: Bool { get }

    // MARK: From storage

    /// Runs `body` with one consistent state of the chain, which must not be used afterwards.
    func withChain<Result>(_ body: (any ChainView) throws -> Result) throws -> Result

    // MARK: From others

    /// Its connections, each of which is asked.
    func networkInformation() async -> NetInformation

    /// Asks the application what it committed.
    func applicationInformation() async throws -> ResponseInfo

    /// Asks the application about its committed state.
    func query(_ request: RequestQuery) async throws -> ResponseQuery

    /// The transactions that changed a work's record, in their order; none for a work that the application does not know.
    ///
    /// - Parameter work: Its hash, as in `sha256:…`.
    func transactions(changing work: ByteString) throws -> [Hash]

    /// Asks the application about a transaction without putting it into the mempool.
    func check(_ transaction: Transaction) async throws -> ResponseCheckTx

    /// Hands a transaction to the mempool, and calls back once, on any thread: when it has got so far, with the
    /// application's opinion if that was asked for, or when the mempool refuses it.
    func submit(
        _ transaction: Transaction, until stage: SubmissionStage,
        _ answer: @escaping @Sendable (Result<ResponseCheckTx, any Error>) -> Void)

    /// Hands a transaction to the mempool and waits until it is in a durable block; at most as long as the node's
    /// settings say, after which it throws. A refusal of the mempool begins with `error on broadcastTxCommit: `.
    func submitAndCommit(_ transaction: Transaction) async throws -> CommittedTransaction

    /// Hands evidence, which has kept its own rules, to the pool.
    func submit(_ evidence: Evidence) async throws
}
