package import ABCI
package import Chain
package import Cryptography

/// The transactions that wait for a block, in the order in which they were admitted (CometBFT `mempool/clist_mempool.go`).
///
/// A transaction is seen (`receive`), checked by the application (`checked`), waits, and leaves with a block, a check that
/// fails, or its lifetime. After a block what still waits is checked again off the critical path: until the answer comes, a
/// transaction may still be proposed, and the application has the last word in PrepareProposal.
package struct TransactionPool: Sendable {
    private struct Entry: Sendable {
        let transaction: Transaction
        let hash: Hash
        let gasWanted: Int64
        let height: Height
        let time: Nanoseconds
    }

    package let settings: MempoolSettings
    /// In order; nil where one has left.
    private var entries: [Entry?] = []
    private var places: [Hash: Int] = [:]
    private var recent: RecentTransactions
    /// Seen, and being checked.
    private var checking: [Hash: Transaction] = [:]
    /// Bytes of the transactions that wait.
    package private(set) var byteCount: Int64 = 0

    package init(settings: MempoolSettings) {
        self.settings = settings
        recent = RecentTransactions(countMaximum: settings.cacheSize)
    }

    /// Transactions that wait.
    package var count: Int { places.count }

    package var isEmpty: Bool { places.isEmpty }

    /// Whether a transaction waits.
    package func contains(_ hash: Hash) -> Bool { places[hash] != nil }

    // MARK: Coming

    /// Takes in a transaction that is to be checked.
    package mutating func receive(_ transaction: Transaction, at now: Nanoseconds) throws(MempoolError) {
        let size = transaction.bytes.count
        try makeSure(hasRoomFor: size)
        if size > settings.transactionBytesMaximum {
            throw .tooLarge(maximum: settings.transactionBytesMaximum, size: size)
        }
        let hash = transaction.hash
        if checking[hash] != nil || places[hash] != nil || !recent.note(hash) { throw .seenBefore }
        checking[hash] = transaction
    }

    /// The application has looked at a transaction.
    package mutating func checked(
        _ hash: Hash, _ response: ResponseCheckTx, height: Height, at now: Nanoseconds
    ) -> CheckOutcome {
        guard let transaction = checking.removeValue(forKey: hash) else { return .rejected }
        if response.code != 0 {
            if !settings.remembersInvalid { recent.forget(hash) }
            return .rejected
        }
        do {
            try makeSure(hasRoomFor: transaction.bytes.count)
        } catch {
            // It may come again when there is room.
            recent.forget(hash)
            return .refused("\(error)")
        }
        places[hash] = entries.count
        entries.append(
            Entry(
                transaction: transaction, hash: hash, gasWanted: response.gasWanted, height: height, time: now))
        byteCount += Int64(transaction.bytes.count)
        return .admitted
    }

    private func makeSure(hasRoomFor size: Int) throws(MempoolError) {
        // What is being checked counts, or a burst would pass the bound.
        let taken = count + checking.count
        if taken >= settings.countMaximum || byteCount + Int64(size) > settings.bytesMaximum {
            throw .full(
                count: taken, countMaximum: settings.countMaximum, bytes: byteCount,
                bytesMaximum: settings.bytesMaximum)
        }
    }

    // MARK: Going

    /// The first transactions that fit a block.
    ///
    /// - Parameters:
    ///   - bytesMaximum: Bytes for transactions, each with its tag and length; -1 for no limit.
    ///   - gasMaximum: Gas the transactions may want together; -1 for no limit.
    package func reap(bytesMaximum: Int64, gasMaximum: Int64) -> [Transaction] {
        var bytes: Int64 = 0
        var gas: Int64 = 0
        var result: [Transaction] = []
        for case let entry? in entries {
            bytes += Int64(BlockData.protobufSize(of: entry.transaction))
            let (sum, overflow) = gas.addingReportingOverflow(entry.gasWanted)
            gas = sum
            if bytesMaximum > -1 && bytes > bytesMaximum { break }
            if gasMaximum > -1 && (overflow || gas > gasMaximum) { break }
            result.append(entry.transaction)
        }
        return result
    }

    /// The first transactions, at most so many; all of them when `countMaximum` is negative.
    package func reap(countMaximum: Int) -> [Transaction] {
        let waiting = entries.lazy.compactMap { $0?.transaction }
        return countMaximum < 0 ? Array(waiting) : Array(waiting.prefix(countMaximum))
    }

    /// Takes a block's transactions out, and those whose time is over.
    ///
    /// - Returns: What still waits and is to be checked again, in order.
    package mutating func update(
        height: Height, transactions: [Transaction], results: [ExecTxResult], at now: Nanoseconds
    ) -> [Transaction] {
        for (transaction, result) in zip(transactions, results) {
            let hash = transaction.hash
            if result.code == 0 {
                _ = recent.note(hash)  // committed: never look at it again, whoever sends it
            } else if !settings.remembersInvalid {
                recent.forget(hash)
            }
            remove(hash)
        }
        dropOutlived(height: height, at: now)
        compact()
        return settings.rechecks ? reap(countMaximum: -1) : []
    }

    /// The application has looked again at a transaction that waits.
    package mutating func rechecked(_ hash: Hash, _ response: ResponseCheckTx) {
        if response.code == 0 || places[hash] == nil { return }
        remove(hash)
        if !settings.remembersInvalid { recent.forget(hash) }
    }

    private mutating func dropOutlived(height: Height, at now: Nanoseconds) {
        if settings.lifetimeBlocks <= 0 && settings.lifetime.rawValue <= 0 { return }
        for case let entry? in entries {
            let blocks = height.rawValue - entry.height.rawValue
            let age = now.rawValue - entry.time.rawValue
            if (settings.lifetimeBlocks > 0 && blocks > settings.lifetimeBlocks)
                || (settings.lifetime.rawValue > 0 && age > settings.lifetime.rawValue)
            {
                remove(entry.hash)
                recent.forget(entry.hash)
            }
        }
    }

    private mutating func remove(_ hash: Hash) {
        guard let place = places.removeValue(forKey: hash), let entry = entries[place] else { return }
        entries[place] = nil
        byteCount -= Int64(entry.transaction.bytes.count)
    }

    /// Closes the gaps once most places are gaps.
    private mutating func compact() {
        if entries.count <= 64 || entries.count < 2 * places.count { return }
        entries = entries.filter { $0 != nil }
        for case (let place, let entry?) in entries.enumerated() { places[entry.hash] = place }
    }
}
