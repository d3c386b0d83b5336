package import ABCI
import Chain
import Wire

extension KVStore {
    /// Go's `CodeTypeInvalidTxFormat`.
    package static let invalidFormat: UInt32 = 2

    /// Code 0 for a transaction that the mempool may hold, else 2.
    package mutating func checkTx(_ request: RequestCheckTx) throws(ApplicationError) -> ResponseCheckTx {
        isAdmissible(request.tx) ? ResponseCheckTx(gasWanted: 1) : ResponseCheckTx(code: KVStore.invalidFormat)
    }

    /// The admissible transactions, each with `=` for its `:`, without updates of validators that could not be applied
    /// together.
    package mutating func prepareProposal(
        _ request: RequestPrepareProposal
    ) throws(ApplicationError) -> ResponsePrepareProposal {
        var check = UpdateCheck(committed)
        // Evidence that cannot be executed stops every proposal; nothing here can help that.
        let isBeyondHelp = (try? check.punish(request.misbehavior)) == nil
        var chosen: [Transaction] = []
        for transaction in request.txs where isAdmissible(transaction) {
            let proposed = transaction.withEqualsSign
            switch try? KVTransaction(proposed) {
            case .pair:
                chosen.append(proposed)
            case .validator(let update):
                if isBeyondHelp || check.changes(update) || !check.isPossible(with: update) { continue }
                guard (try? check.check(update)) != nil else { continue }
                try check.add(update)
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
    /// `=` there. So are updates of validators that could not be applied together.
    package mutating func processProposal(
        _ request: RequestProcessProposal
    ) throws(ApplicationError) -> ResponseProcessProposal {
        var check = UpdateCheck(committed)
        do {
            try check.punish(request.misbehavior)
            for transaction in request.txs {
                guard isAdmissible(transaction) else { return ResponseProcessProposal(status: .reject) }
                if case .validator(let update) = try KVTransaction(transaction) {
                    try check.check(update)
                    try check.add(update)
                }
            }
        } catch {
            return ResponseProcessProposal(status: .reject)
        }
        let isPossible = check.updates.isEmpty || check.isPossible()
        return ResponseProcessProposal(status: isPossible ? .accept : .reject)
    }

    /// Whether the mempool may hold it: an update of a validator that consensus may be able to apply, or `key=value` or
    /// `key:value` with exactly one such sign, neither first nor last.
    ///
    /// Deviation: `val:x` is refused. Go's lets it in; as a proposal has it, it is an update that nobody can read, so
    /// every proposal that holds it is refused, for ever. Keys of a kind or size that consensus does not take are refused
    /// too: Go's lets them in, and every node stops when the block is executed.
    private func isAdmissible(_ transaction: Transaction) -> Bool {
        let bytes = transaction.bytes
        let prefix = KVStoreChange.validatorPrefix.bytes
        if bytes.starts(with: prefix) {
            guard case .validator(let update) = try? KVTransaction(transaction) else { return false }
            return (try? committed.checkAllowed(update)) != nil
        }
        guard let sign = KVStore.onlySign(in: bytes), sign > 0, sign < bytes.count - 1 else { return false }
        return sign != prefix.count - 1 || !bytes[..<sign].elementsEqual(prefix.dropLast())
    }

    /// The place of the one `:` or `=`; nil when there is none, or more than one.
    private static func onlySign(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var place: Int?
            for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") {
                if place != nil { return nil }
                place = index
            }
            return place
        }
    }
}

extension Transaction {
    /// The transaction as a proposal has it: the first `:` becomes `=`.
    var withEqualsSign: Transaction {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return self }
        var copy = bytes
        copy[colon] = UInt8(ascii: "=")
        return Transaction(copy)
    }
}
