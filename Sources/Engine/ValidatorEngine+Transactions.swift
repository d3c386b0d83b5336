import ABCI
import Chain
import Consensus
import Cryptography
import Execution
import Mempool
import Wire

// Transactions, from clients to blocks.
extension ValidatorEngine {
    mutating func submit(_ transaction: Transaction, by client: ClientID, mode: BroadcastMode, at now: Instant) {
        let hash = transaction.hash
        do {
            try pool.receive(transaction, hash: hash)
        } catch {
            return emit(.reply(client, .refused("\(error)")))
        }
        if mode == .async {
            emit(.reply(client, .taken(hash: hash)))
        } else {
            waiting.add(client, mode, for: hash)
        }
        checkTransactions(at: now)
    }

    mutating func wasChecked(
        _ answer: Result<ResponseCheckTx, ApplicationError>, key: Hash, type: CheckTxType, at now: Instant
    ) {
        let response: ResponseCheckTx
        switch answer {
        case .success(let given): response = given
        case .failure(let error):
            notify(.applicationFailed("CheckTx: \(error)"))
            response = ResponseCheckTx(code: 1, log: ByteString("\(error)"))
        }
        if type == .recheck {
            pool.rechecked(key, response)
        } else {
            let outcome = pool.checked(key, response, height: chain?.lastBlockHeight ?? 0, at: now.monotonic)
            if outcome == .admitted { peers.hasTransactions = true }
            settleVerdict(response, key: key, outcome)
            announceTransactions()
        }
        checkTransactions(at: now)
    }

    /// Answers those who waited for the verdict, and lets those go on waiting who want the block.
    private mutating func settleVerdict(_ response: ResponseCheckTx, key: Hash, _ outcome: CheckOutcome) {
        for var waiter in waiting.take(key) {
            switch (outcome, waiter.mode) {
            case _ where waiter.verdict != nil: waiting.putBack(waiter, for: key)
            case (.refused(let reason), _): emit(.reply(waiter.client, .refused(reason)))
            case (.rejected, .commit):
                emit(.reply(waiter.client, .committed(response, ExecTxResult(), hash: key, height: 0)))
            case (.admitted, .commit):
                waiter.verdict = response
                waiting.putBack(waiter, for: key)
            case (.rejected, _), (.admitted, _): emit(.reply(waiter.client, .checked(response, hash: key)))
            }
        }
    }

    /// Takes a block's transactions out of the pool and answers those who waited for them.
    mutating func settleTransactions(of committed: CommittedBlock, at now: Instant) {
        let hashes = committed.block.block.data.transactions.map(\.hash)
        let results = committed.response.txResults
        pool.update(height: committed.height, hashes: hashes, results: results, at: now.monotonic)
        checkTransactions(at: now)
        if waiting.isEmpty { return }
        for (hash, result) in zip(hashes, results) {
            for waiter in waiting.take(hash) {
                if waiter.mode != .commit {
                    waiting.putBack(waiter, for: hash)
                    continue
                }
                let reply = ClientReply.committed(
                    waiter.verdict ?? ResponseCheckTx(), result, hash: hash, height: committed.height)
                emit(.reply(waiter.client, reply), after: .committed(committed.height))
            }
        }
    }

    /// Has transactions checked that are new, or wait since before the last block, a few at a time.
    mutating func checkTransactions(at now: Instant) {
        for check in pool.takeChecks() {
            let request = RequestCheckTx(tx: check.transaction, type: check.type, localTime: now.wall)
            emit(.call(.checkTx(request, key: check.hash)))
        }
    }

    /// What one transaction may be, by the chain's parameters and the size of a commit.
    var transactionLimits: TransactionLimits {
        guard let chain else { return .none }
        let block = chain.consensusParameters.block
        let budget = try? BlockBudget.dataBytesMaximumWithoutEvidence(
            blockBytesMaximum: block.bytesMaximum, validatorCount: chain.validators.count)
        return TransactionLimits(bytesMaximum: budget ?? 0, gasMaximum: block.maxGas)
    }

    /// Tells consensus, once a height, that there is something to propose.
    mutating func announceTransactions() {
        guard let height = machine.height, height > announcedTransactions, !pool.isEmpty else { return }
        announcedTransactions = height
        if settings.consensus.waitsForTransactions { inputs.append(.transactionsAvailable(height: height)) }
    }
}
