package import ABCI
import Chain

extension KVStore {
    /// Code 0 for a transaction that the mempool may hold, else 2.
    package mutating func checkTx(_ request: RequestCheckTx) throws(ApplicationError) -> ResponseCheckTx {
        request.tx.isAdmissible ? ResponseCheckTx(gasWanted: 1) : ResponseCheckTx(code: KVStore.invalidFormat)
    }

    /// Go's `CodeTypeInvalidTxFormat`.
    package static let invalidFormat: UInt32 = 2

    /// The admissible transactions, each with `=` for its `:`, without the updates of validators that could not be
    /// applied together.
    package mutating func prepareProposal(
        _ request: RequestPrepareProposal
    ) throws(ApplicationError) -> ResponsePrepareProposal {
        var check = UpdateCheck(committed)
        let canUpdate = (try? check.punish(request.misbehavior)) != nil
        var chosen: [Transaction] = []
        for transaction in request.txs where transaction.isAdmissible {
            let proposed = transaction.withEqualsSign
            switch try? KVTransaction(proposed) {
            case .pair:
                chosen.append(proposed)
            case .validator(let update):
                var extended = check
                guard canUpdate, (try? extended.add(update)) != nil, (try? extended.verify()) != nil else { continue }
                check = extended
                chosen.append(proposed)
            case nil:
                continue
            }
        }
        return ResponsePrepareProposal(txs: chosen)
    }

    /// Accepts what honest proposers propose.
    ///
    /// Deviation: `key:value` is refused. Go's accepts it, and stops when it commits the block; its own proposals have
    /// `=` there. So are updates of validators that could not be applied together, and evidence against a validator
    /// that the application does not know.
    package mutating func processProposal(
        _ request: RequestProcessProposal
    ) throws(ApplicationError) -> ResponseProcessProposal {
        var check = UpdateCheck(committed)
        do {
            try check.punish(request.misbehavior)
            for transaction in request.txs {
                guard transaction.isAdmissible else { return ResponseProcessProposal(status: .reject) }
                if case .validator(let update) = try KVTransaction(transaction) { try check.add(update) }
            }
            try check.verify()
        } catch {
            return ResponseProcessProposal(status: .reject)
        }
        return ResponseProcessProposal(status: .accept)
    }
}
