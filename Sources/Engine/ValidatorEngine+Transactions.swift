import ABCI
import Chain
import Consensus
import Cryptography
import Execution
import Mempool

/// A client that waits for what becomes of its transaction.
struct WaitingClient: Sendable {
    let client: ClientID
    let mode: BroadcastMode
    let hash: Hash
    /// The verdict of CheckTx, once it is there.
    var verdict: ResponseCheckTx?
}

// Transactions, from clients to blocks.
extension ValidatorEngine {
    mutating func submit(_ transaction: Transaction, by client: ClientID, mode: BroadcastMode, at now: Instant) {
        let hash = transaction.hash
        do {
            try pool.receive(transaction, at: now.monotonic)
        } catch {
            // broadcast_tx_async answers before anything is looked at.
            emit(.reply(client, mode == .async ? .taken(hash: hash) : .refused("\(error)")))
            return
        }
        if mode == .async {
            emit(.reply(client, .taken(hash: hash)))
        } else {
            waiting.append(WaitingClient(client: client, mode: mode, hash: hash))
        }
        emit(.call(.checkTx(RequestCheckTx(tx: transaction, type: .new), key: hash)))
    }

    mutating func wasChecked(
        _ answer: Result<ResponseCheckTx, ApplicationError>, key: Hash, type: CheckTxType, at now: Instant
    ) {
        let response: ResponseCheckTx
        switch answer {
        case .success(let given): response = given
        case .failure(let error):
            notify(.applicationFailed("CheckTx: \(error)"))
            response = ResponseCheckTx(code: 1, log: "\(error)")
        }
        if type == .recheck {
            pool.rechecked(key, response)
            return
        }
        let outcome = pool.checked(key, response, height: chain?.lastBlockHeight ?? 0, at: now.monotonic)
        settleVerdict(response, key: key, outcome)
        announceTransactions()
    }

    private mutating func settleVerdict(_ response: ResponseCheckTx, key: Hash, _ outcome: CheckOutcome) {
        for index in waiting.indices where waiting[index].hash == key && waiting[index].verdict == nil {
            waiting[index].verdict = response
        }
        waiting.removeAll { waiter in
            guard waiter.hash == key else { return false }
            if case .refused(let reason) = outcome {
                emitReply(waiter, .refused(reason))
                return true
            }
            if waiter.mode == .sync || response.code != 0 {
                let reply: ClientReply =
                    waiter.mode == .sync
                    ? .checked(response, hash: key)
                    : .committed(response, ExecTxResult(), hash: key, height: 0)
                emitReply(waiter, reply)
                return true
            }
            return false
        }
    }

    private mutating func emitReply(_ waiter: WaitingClient, _ reply: ClientReply) {
        emit(.reply(waiter.client, reply))
    }

    /// Takes a block's transactions out of the pool and answers those who waited for them.
    mutating func settleTransactions(of committed: CommittedBlock, at now: Instant) {
        let transactions = committed.block.block.data.transactions
        let results = committed.response.txResults
        let stale = pool.update(
            height: committed.height, transactions: transactions, results: results, at: now.monotonic)
        for transaction in stale {
            emit(.call(.checkTx(RequestCheckTx(tx: transaction, type: .recheck), key: transaction.hash)))
        }
        if waiting.isEmpty { return }
        for (transaction, result) in zip(transactions, results) {
            let hash = transaction.hash
            let answered = waiting.filter { $0.hash == hash && $0.mode == .commit }
            for waiter in answered {
                emit(
                    .reply(
                        waiter.client,
                        .committed(
                            waiter.verdict ?? ResponseCheckTx(), result, hash: hash, height: committed.height)),
                    after: .committed(committed.height))
            }
            waiting.removeAll { $0.hash == hash && $0.mode == .commit }
        }
    }

    /// Tells consensus, once a height, that there is something to propose.
    mutating func announceTransactions() {
        guard let height = machine.height, height > announcedTransactions, !pool.isEmpty else { return }
        announcedTransactions = height
        if settings.consensus.waitsForTransactions { inputs.append(.transactionsAvailable(height: height)) }
    }
}
