import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Execution
import P2P
import PeerMessages
import RESTGateway
import RPC
import Store
import Wire

/// What clients of the RPC see of a running node.
struct RunningNodeView: NodeView {
    let identity: NodeInfo
    let publicKey: PublicKey
    let genesisInformation: GenesisInformation
    /// `p2p.external_address`.
    let externalAddress: String
    let broadcastTimeout: Duration
    let runner: EngineRunner
    let network: PeerNetwork
    let application: ApplicationLane
    let store: ChainStore
    let board: StatusBoard

    // MARK: From memory

    func status() -> StatusInformation {
        let validators = board.validators
        let own = validators.index(of: publicKey.address).flatMap { validators.validator(at: $0) }
        return StatusInformation(
            node: identity, latest: board.latest, earliest: board.earliest, isCatchingUp: isCatchingUp,
            publicKey: publicKey, votingPower: own?.votingPower ?? 0, faultBudget: faultBudget(validators))
    }

    /// Known to be there are this node and those whose votes it has heard of late, and is connected to through whoever brings
    /// them. When the chain stands still nothing can be lost, whoever was there before.
    private func faultBudget(_ validators: ValidatorSet) -> FaultBudgetInformation {
        let snapshot = runner.snapshot
        let now = SystemClock().now().monotonic
        let monikers = board.monikers
        var names = ValidatorNames(voters: snapshot.presence.voters(at: now)) { monikers[$0] }
        names[publicKey.address] = identity.moniker
        return FaultBudgetInformation(
            validators, board.faultModel, names, isStalled: snapshot.presence.isStalled(at: now),
            signingStoppedBy: snapshot.signingStoppedBy, silence: snapshot.silence)
    }

    /// What is scraped now.
    func metricsText(_ metrics: NodeMetrics) async -> String {
        metrics.text(
            runner.snapshot, status().faultBudget, peers: await network.peers(), views: runner.peerViews())
    }

    func networkInformation() async -> NetInformation {
        // What CometBFT's transport says of its one listener (node/node.go `Listeners`).
        NetInformation(
            isListening: true, listeners: [ByteString("Listener(@\(externalAddress))")],
            peers: await network.peers().map(NetInformation.Peer.init))
    }

    func consensus() -> ConsensusInformation? {
        let snapshot = runner.snapshot
        guard let round = snapshot.round else { return nil }
        return ConsensusInformation(
            roundState: RoundStateInformation(round, height: snapshot.height, lastValidators: snapshot.lastValidators),
            peers: peerStates())
    }

    /// CometBFT's list has the peers of its switch; one of which consensus knows nothing is an entry without a state.
    private func peerStates() -> [PeerStateInformation?] {
        let views = runner.peerViews()
        return network.remoteAddresses.map { id, address in
            views.first { $0.id == id }.map { PeerStateInformation($0, at: address) }
        }
    }

    func mempool(first limit: Int) -> MempoolInformation {
        let snapshot = runner.snapshot
        return MempoolInformation(
            count: snapshot.transactionCount, byteCount: snapshot.transactionBytes,
            transactions: limit == 0 ? [] : runner.waitingTransactions(first: limit))
    }

    func genesis() -> GenesisInformation { genesisInformation }

    var isCatchingUp: Bool { runner.snapshot.isCatchingUp }

    // MARK: From storage

    func withChain<Result>(_ body: (any ChainView) throws -> Result) throws -> Result {
        try store.read { snapshot in try body(try StoredChainView(snapshot)) }
    }

    // MARK: From others

    func applicationInformation() async throws -> ResponseInfo {
        try application.committed.info(
            RequestInfo(version: identity.version, blockVersion: 11, p2pVersion: 8, abciVersion: "2.0.0"))
    }

    func query(_ request: RequestQuery) async throws -> ResponseQuery {
        if NodeQuestions.has(request.path) { return try withChain { try NodeQuestions.answer(request, in: $0) } }
        var question = request
        question.localTime = SystemClock().now().wall
        return try application.committed.query(question)
    }

    func transactions(changing work: ByteString) throws -> [Hash] {
        try RecordTransactions(application.committed).all(changing: work)
    }

    func check(_ transaction: Transaction) async throws -> ResponseCheckTx {
        var copy = application.committed
        return try copy.checkTx(RequestCheckTx(tx: transaction, type: .new))
    }

    func submit(
        _ transaction: Transaction, until stage: SubmissionStage,
        _ answer: @escaping @Sendable (Result<ResponseCheckTx, any Error>) -> Void
    ) {
        runner.submit(transaction, mode: stage == .taken ? .async : .sync) { reply in
            switch reply {
            case .success(.refused(let reason)): answer(.failure(SubmissionError(description: reason)))
            case .success(.checked(let response, _)), .success(.committed(let response, _, _, _)):
                answer(.success(response))
            case .success(.taken): answer(.success(ResponseCheckTx()))
            case .failure(let error): answer(.failure(error))
            }
        }
    }

    func submitAndCommit(_ transaction: Transaction) async throws -> CommittedTransaction {
        let reply = try await withTimeout(broadcastTimeout) { [runner] in
            try await runner.submit(transaction, mode: .commit)
        }
        switch reply {
        // CometBFT rpc/core/mempool.go BroadcastTxCommit; the other two ways pass the error on as it is.
        case .refused(let reason): throw SubmissionError(description: "error on broadcastTxCommit: \(reason)")
        case .committed(let verdict, let result, _, let height):
            return verdict.code == 0 ? .committed(verdict, result, height) : .refused(verdict)
        case .checked(let verdict, _): return .refused(verdict)
        case .taken: return .refused(ResponseCheckTx())
        }
    }

    func submit(_ evidence: Evidence) async throws {
        if case .refused(let reason) = try await runner.submit(evidence) {
            throw SubmissionError(description: reason)
        }
    }

    /// CometBFT's words for a transaction that is not in a block in time; it may still come into one.
    private func withTimeout<Value: Sendable>(
        _ duration: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: duration)
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else {
                throw SubmissionError(description: "timed out waiting for tx to be included in a block")
            }
            return value
        }
    }
}

/// Why a transaction or evidence was not taken; the text is what the client reads.
struct SubmissionError: Error, CustomStringConvertible {
    let description: String
}
