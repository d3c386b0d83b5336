package import ABCI
package import Chain
package import Cryptography

/// The transactions that wait for a block, in the order in which they were admitted (CometBFT `mempool/clist_mempool.go`).
///
/// A transaction is seen (`receive`), checked by the application (`checked`), waits, and leaves with a block, a check that
/// fails, or its lifetime. What is being checked has its room already, so an accepted transaction is never turned away.
///
/// After a block everything that waits is checked again, in the order of admission, before anything new is: an application
/// with sequences would else judge a new transaction before those of its account that were admitted earlier, and refuse it.
/// What was asked before the block is answered first, so that it has its place in that order (`takeChecks`).
///
/// Deviation: CometBFT does all of that before it begins the next height. Here it is off the critical path, a few at a time:
/// until the answer comes, a transaction may still be proposed, and the application has the last word in PrepareProposal.
package struct TransactionPool: Sendable {
    /// A transaction that was seen and is being checked.
    private struct Candidate: Sendable {
        let transaction: Transaction
        /// Blocks before the application was asked: the answer may be about a state that is no longer the last. nil until then.
        var blocks: UInt64?
        /// The peer that it came from; nil when it came from a client.
        let giver: NodeID?
        var senders: [NodeID]
    }

    /// A place in the order; empty when its transaction has left.
    private struct Place: Sendable {
        let number: UInt64
        var waiting: WaitingTransaction?
    }

    package let settings: MempoolSettings
    /// What the chain allows one transaction now.
    package var limits = TransactionLimits.none
    private var places: [Place] = []
    private var indices: [Hash: Int] = [:]
    private var lastNumber: UInt64 = 0
    private var recent: RecentTransactions
    private var checking: [Hash: Candidate] = [:]
    private var checkingBytes: Int64 = 0
    /// What the application is still to be asked about, in the order of arrival; whatever has left meanwhile is passed over.
    private var unasked: ArraySlice<Hash> = []
    package private(set) var counts = PoolCounts()
    /// Bytes of the transactions that wait.
    package private(set) var byteCount: Int64 = 0
    /// Blocks taken in.
    private var blocks: UInt64 = 0
    /// What is to be checked again, in order; whatever has left meanwhile is passed over.
    private var stale: ArraySlice<Hash> = []
    /// Checks the application has not answered.
    private var checksInFlight = 0
    /// Those of them it was asked for before the last block: they are answered first.
    private var checksBeforeBlock = 0

    package init(settings: MempoolSettings) {
        self.settings = settings
        recent = RecentTransactions(countMaximum: settings.cacheSize)
    }

    /// Transactions that wait.
    package var count: Int { indices.count }

    package var isEmpty: Bool { indices.isEmpty }

    /// Whether a transaction waits.
    package func contains(_ hash: Hash) -> Bool { indices[hash] != nil }

    /// The first transaction admitted after the one with this number; 0 for the very first.
    package func next(after number: UInt64) -> WaitingTransaction? {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].number <= number { low = middle + 1 } else { high = middle }
        }
        return places[low...].lazy.compactMap(\.waiting).first
    }

    // MARK: Coming

    /// Takes in a transaction that is to be checked.
    ///
    /// - Parameters:
    ///   - hash: The transaction's own.
    ///   - sender: The peer it comes from; nil for a client.
    package mutating func receive(
        _ transaction: Transaction, hash: Hash, from sender: NodeID? = nil
    ) throws(MempoolError) {
        let size = transaction.bytes.count
        do {
            try makeSure(hasRoomFor: size)
        } catch {
            counts.turnedAway += 1
            throw error
        }
        if size > settings.transactionBytesMaximum {
            throw .tooLarge(maximum: settings.transactionBytesMaximum, size: size)
        }
        let blockSize = Int64(BlockData.protobufSize(of: transaction))
        if blockSize > limits.bytesMaximum { throw .beyondBlock(maximum: limits.bytesMaximum, size: blockSize) }
        let isNew = recent.note(hash)
        if let index = indices[hash] {
            if let sender { places[index].waiting?.note(sender) }
            throw .seenBefore
        }
        if checking[hash] != nil {
            if let sender { checking[hash]?.senders.noteSender(sender) }
            throw .seenBefore
        }
        if !isNew { throw .seenBefore }
        checking[hash] = Candidate(transaction: transaction, giver: sender, senders: sender.map { [$0] } ?? [])
        checkingBytes += Int64(size)
        unasked.append(hash)
    }

    /// What the application is to be asked for next, in this order. Each is answered by `checked` or `rechecked`, which makes
    /// room for more.
    package mutating func takeChecks() -> [RequestedCheck] {
        var result: [RequestedCheck] = []
        if checksBeforeBlock > 0 { return result }
        while checksInFlight < settings.checksInFlightMaximum, let check = nextCheck() {
            checksInFlight += 1
            result.append(check)
        }
        return result
    }

    private mutating func nextCheck() -> RequestedCheck? {
        while let hash = stale.popFirst() {
            guard let index = indices[hash], let waiting = places[index].waiting else { continue }
            return RequestedCheck(transaction: waiting.transaction, hash: hash, type: .recheck)
        }
        while let hash = unasked.popFirst() {
            guard let candidate = checking[hash], candidate.blocks == nil else { continue }
            checking[hash]?.blocks = blocks
            return RequestedCheck(transaction: candidate.transaction, hash: hash, type: .new)
        }
        return nil
    }

    /// The application has answered; whether it was asked before the last block.
    private mutating func noteAnswer() -> Bool {
        checksInFlight = max(0, checksInFlight - 1)
        defer { checksBeforeBlock = max(0, checksBeforeBlock - 1) }
        return checksBeforeBlock > 0
    }

    /// The application has looked at a transaction.
    ///
    /// - Parameter height: The last block.
    package mutating func checked(
        _ hash: Hash, _ response: ResponseCheckTx, height: Height, at now: Nanoseconds
    ) -> CheckOutcome {
        _ = noteAnswer()
        guard let candidate = takeCandidate(hash) else { return .rejected }
        let refusal = limits.refusal(gasWanted: response.gasWanted)
        if response.code != 0 || refusal != nil {
            counts.failed += 1
            if !settings.remembersInvalid { recent.forget(hash) }
            // Deviation: CometBFT tells the client nothing of its own refusal, and lets it wait for a block.
            if response.code == 0, let refusal { return .refused(refusal) }
            return .rejected
        }
        lastNumber += 1
        indices[hash] = places.count
        places.append(
            Place(
                number: lastNumber,
                waiting: WaitingTransaction(
                    transaction: candidate.transaction, hash: hash, number: lastNumber,
                    gasWanted: response.gasWanted, height: height, time: now, giver: candidate.giver,
                    senders: candidate.senders)))
        byteCount += Int64(candidate.transaction.bytes.count)
        counts.noteAdmitted(size: candidate.transaction.bytes.count)
        if candidate.blocks != blocks && settings.rechecks { stale.append(hash) }
        return .admitted
    }

    private mutating func takeCandidate(_ hash: Hash) -> Candidate? {
        guard let candidate = checking.removeValue(forKey: hash) else { return nil }
        checkingBytes -= Int64(candidate.transaction.bytes.count)
        return candidate
    }

    private func makeSure(hasRoomFor size: Int) throws(MempoolError) {
        // What is being checked counts, or a burst would pass the bounds.
        let taken = count + checking.count
        let bytes = byteCount + checkingBytes
        if taken >= settings.countMaximum || bytes + Int64(size) > settings.bytesMaximum {
            throw .full(
                count: taken, countMaximum: settings.countMaximum, bytes: bytes, bytesMaximum: settings.bytesMaximum)
        }
    }

    // MARK: Reaping

    /// The first transactions that fit a block.
    ///
    /// - Parameters:
    ///   - bytesMaximum: Bytes for transactions, each with its tag and length; -1 for no limit.
    ///   - gasMaximum: Gas the transactions may want together; -1 for no limit.
    package func reap(bytesMaximum: Int64, gasMaximum: Int64) -> [Transaction] {
        var bytes: Int64 = 0
        var gas: Int64 = 0
        var result: [Transaction] = []
        for case let waiting? in places.lazy.map(\.waiting) {
            bytes += Int64(BlockData.protobufSize(of: waiting.transaction))
            let (sum, overflow) = gas.addingReportingOverflow(waiting.gasWanted)
            gas = sum
            if bytesMaximum > -1 && bytes > bytesMaximum { break }
            if gasMaximum > -1 && (overflow || gas > gasMaximum) { break }
            result.append(waiting.transaction)
        }
        return result
    }

    /// The first transactions, at most so many; all of them when `countMaximum` is negative.
    ///
    /// Deviation: CometBFT's `ReapMaxTxs` gives one more than it was asked for.
    package func reap(countMaximum: Int) -> [Transaction] {
        let waiting = places.lazy.compactMap { $0.waiting?.transaction }
        return countMaximum < 0 ? Array(waiting) : Array(waiting.prefix(countMaximum))
    }

    // MARK: Going

    /// Takes a block's transactions out, and those whose time is over. What still waits is to be checked again
    /// (`takeChecks`).
    ///
    /// - Parameter hashes: Those of the block's transactions, in the order of the results.
    package mutating func update(
        height: Height, hashes: [Hash], results: [ExecTxResult], at now: Nanoseconds
    ) {
        blocks += 1
        for (hash, result) in zip(hashes, results) {
            if result.code == 0 {
                _ = recent.note(hash)  // committed: never look at it again, whoever sends it
            } else if !settings.remembersInvalid {
                recent.forget(hash)
            }
            remove(hash)
            _ = takeCandidate(hash)
        }
        dropOutlived(height: height, at: now)
        compact()
        checksBeforeBlock = checksInFlight
        stale = settings.rechecks ? ArraySlice(places.compactMap { $0.waiting?.hash }) : []
    }

    /// The application has looked again at a transaction that waits. An answer about the state before the last block counts
    /// for nothing: the question is asked again.
    package mutating func rechecked(_ hash: Hash, _ response: ResponseCheckTx) {
        counts.rechecks += 1
        if noteAnswer() { return }
        if response.code == 0 && limits.refusal(gasWanted: response.gasWanted) == nil { return }
        if indices[hash] == nil { return }
        remove(hash)
        if !settings.remembersInvalid { recent.forget(hash) }
    }

    /// Those admitted first are the oldest by either measure.
    private mutating func dropOutlived(height: Height, at now: Nanoseconds) {
        if settings.lifetimeBlocks <= 0 && settings.lifetime.rawValue <= 0 { return }
        for index in places.indices {
            guard let waiting = places[index].waiting else { continue }
            let blocks = height.rawValue - waiting.height.rawValue
            let age = now.rawValue - waiting.time.rawValue
            let isOutlived =
                (settings.lifetimeBlocks > 0 && blocks > settings.lifetimeBlocks)
                || (settings.lifetime.rawValue > 0 && age > settings.lifetime.rawValue)
            if !isOutlived { return }
            remove(waiting.hash)
            recent.forget(waiting.hash)
        }
    }

    private mutating func remove(_ hash: Hash) {
        guard let index = indices.removeValue(forKey: hash), let waiting = places[index].waiting else { return }
        places[index].waiting = nil
        byteCount -= Int64(waiting.transaction.bytes.count)
    }

    /// Closes the gaps once most places are gaps.
    private mutating func compact() {
        if places.count <= 64 || places.count < 2 * indices.count { return }
        places.removeAll { $0.waiting == nil }
        for (index, place) in places.enumerated() {
            if let waiting = place.waiting { indices[waiting.hash] = index }
        }
    }
}
