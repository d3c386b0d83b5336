import ABCI
import Chain
import Cryptography
import Execution
import KVStore
import Mempool
import RPC
import Synchronization
import Wire

/// The node whose answers were recorded, over its imported chain, at the moment of one request.
///
/// Nothing waits here: blocks that the recorded node had yet to make are known.
final class RPCRecordedNode: NodeView {
    let chain: RPCChain
    private let identity: RPCIdentity
    private let state: Mutex<RPCMoment>

    init(_ chain: RPCChain, _ identity: RPCIdentity, at moment: RPCMoment) {
        self.chain = chain
        self.identity = identity
        state = Mutex(moment)
    }

    /// The moment after the request.
    var moment: RPCMoment { state.withLock { $0 } }

    private var view: RPCChainView { RPCChainView(chain: chain, height: moment.height) }

    // MARK: From memory

    func status() -> StatusInformation {
        let view = view
        let power = view.validators(at: view.height.next)?.validators.first {
            $0.address == identity.publicKey.address
        }
        return StatusInformation(
            node: identity.node(of: chain.state(before: view.height.next) ?? chain.genesisState),
            latest: view.meta(at: view.height).map { .init($0) }, earliest: view.meta(at: view.base).map { .init($0) },
            isCatchingUp: isCatchingUp, publicKey: identity.publicKey, votingPower: power?.votingPower ?? 0)
    }

    func networkInformation() async -> NetInformation {
        NetInformation(isListening: true, listeners: ["Listener(@)"], peers: [])
    }

    /// The state in which the height after the last block begins.
    func consensus() -> ConsensusInformation? {
        let view = view
        guard let state = chain.state(before: view.height.next) else { return nil }
        var round = RoundStateInformation(
            height: view.height.next, round: 0, step: 1, startTime: .zero, commitTime: .zero,
            validators: state.validators)
        let none = VoteSetInformation(
            votes: Array(repeating: nil, count: state.validators.count), votedPower: 0,
            totalPower: state.validators.totalPower)
        round.votes = [.init(prevotes: none, precommits: none)]
        round.lastValidators = state.lastValidators
        round.lastCommit = view.seenCommit(at: view.height).map { RPCRecordedNode.votes($0, state.lastValidators) }
        return ConsensusInformation(roundState: round, peers: [])
    }

    private static func votes(_ commit: Commit, _ validators: ValidatorSet) -> VoteSetInformation {
        let votes = validators.validators.indices.map { commit.vote(at: $0) }
        let voted = zip(votes, validators.validators).reduce(Int64(0)) { power, entry in
            entry.0 == nil ? power : power + entry.1.votingPower.rawValue
        }
        return VoteSetInformation(votes: votes, votedPower: VotingPower(voted), totalPower: validators.totalPower)
    }

    func mempool(first limit: Int) -> MempoolInformation {
        let pool = moment.pool
        return MempoolInformation(
            count: pool.count, byteCount: pool.byteCount, transactions: pool.reap(countMaximum: limit))
    }

    func genesis() -> GenesisInformation { GenesisInformation(chain.genesis) }

    var isCatchingUp: Bool { false }

    // MARK: From the chain and the application

    func withChain<Result>(_ body: (any ChainView) throws -> Result) throws -> Result {
        try body(view)
    }

    func applicationInformation() throws -> ResponseInfo {
        try moment.application(of: chain).info(RequestInfo())
    }

    func query(_ request: RequestQuery) throws -> ResponseQuery {
        try moment.application(of: chain).query(request)
    }

    /// The example application knows no works.
    func transactions(changing work: ByteString) -> [Hash] { [] }

    func check(_ transaction: Transaction) throws -> ResponseCheckTx {
        var application = moment.application(of: chain)
        return try application.checkTx(RequestCheckTx(tx: transaction))
    }

    // MARK: Transactions

    func submit(
        _ transaction: Transaction, until stage: SubmissionStage,
        _ answer: @escaping @Sendable (Result<ResponseCheckTx, any Error>) -> Void
    ) {
        answer(Result { try check(transaction, until: stage) })
    }

    private func check(_ transaction: Transaction, until stage: SubmissionStage) throws -> ResponseCheckTx {
        let check = try state.withLock { moment in try moment.submit(transaction, in: chain) }
        return stage == .checked ? check : ResponseCheckTx()
    }

    /// Goes on to the block that has the transaction.
    func submitAndCommit(_ transaction: Transaction) throws -> CommittedTransaction {
        let check: ResponseCheckTx
        do {
            check = try self.check(transaction, until: .checked)
        } catch {
            throw VectorError("error on broadcastTxCommit: \(error)")
        }
        if check.code != 0 { return .refused(check) }
        guard let found = chain.transactions[transaction.hash] else {
            throw VectorError("timed out waiting for tx to be included in a block")
        }
        state.withLock { moment in moment.advance(to: found.height, in: chain) }
        return .committed(check, found.result, found.height)
    }

    func submit(_ evidence: Evidence) throws {
        throw VectorError("the recorded node takes no new evidence")
    }
}
