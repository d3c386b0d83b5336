import ABCI
import Chain
import Cryptography
import Mempool
import Testing

@Suite("Waiting transactions")
struct TransactionPoolTests {
    // MARK: Coming

    @Test("wait in the order in which the application accepted them")
    func order() throws {
        var pool = TransactionPool()
        for number in 0..<5 { try pool.receive(transaction(number)) }
        for number in [3, 1, 4, 0, 2] { #expect(pool.check(transaction(number)) == .admitted) }
        #expect(pool.all == [3, 1, 4, 0, 2].map { transaction($0) })
        #expect(pool.count == 5)
        #expect(pool.byteCount == 40)
    }

    @Test("are looked at once, whether they are being checked, wait, or were committed")
    func once() throws {
        var pool = TransactionPool()
        try pool.receive(transaction(0))
        #expect(throws: MempoolError.seenBefore) { try pool.receive(transaction(0)) }
        pool.check(transaction(0))
        #expect(throws: MempoolError.seenBefore) { try pool.receive(transaction(0)) }
        pool.commit([transaction(0), transaction(1)])
        #expect(pool.isEmpty)
        for number in 0...1 {
            #expect(throws: MempoolError.seenBefore) { try pool.receive(transaction(number)) }
        }
    }

    @Test("are counted: sizes of those admitted, those turned down, those without room, and second looks")
    func counts() throws {
        var pool = TransactionPool { $0.countMaximum = 2 }
        for number in 0..<2 { try pool.receive(transaction(number)) }
        #expect(throws: MempoolError.self) { try pool.receive(transaction(2)) }
        #expect(pool.check(transaction(0)) == .admitted)
        #expect(pool.check(transaction(1), code: 7) == .rejected)
        pool.commit([])
        pool.recheck(transaction(0), code: 0)
        // Of eight bytes each: at most 9, and more than 3.
        #expect(pool.counts.sizes == [0, 0, 1, 0, 0, 0, 0, 0] && pool.counts.admittedBytes == 8)
        #expect(pool.counts.failed == 1 && pool.counts.turnedAway == 1 && pool.counts.rechecks == 1)
    }

    @Test("are not admitted twice though they fell out of the cache")
    func beyondCache() throws {
        var pool = TransactionPool { $0.cacheSize = 2 }
        for number in 0..<4 { try pool.receive(transaction(number)) }
        pool.check(transaction(0))
        for number in 0..<4 {
            #expect(throws: MempoolError.seenBefore) { try pool.receive(transaction(number)) }
        }
        #expect(pool.check(transaction(0)) == .rejected)
        #expect(pool.all == [transaction(0)])
    }

    @Test("that were refused may come again, unless the node remembers them", arguments: [false, true])
    func invalid(remembers: Bool) throws {
        var pool = TransactionPool { $0.remembersInvalid = remembers }
        try pool.receive(transaction(0))
        #expect(pool.check(transaction(0), code: 7) == .rejected)
        try pool.admit(transaction(1))
        pool.commit([transaction(1)], code: 5)
        try pool.admit(transaction(2))
        pool.recheck(transaction(2), code: 1)
        #expect(pool.isEmpty)
        for number in 0..<3 {
            let again = Result { () throws(MempoolError) in try pool.receive(transaction(number)) }
            #expect((try? again.get()) == nil ? remembers : !remembers)
        }
    }

    @Test("that got into a block while they were being checked do not wait")
    func committedMeanwhile() throws {
        var pool = TransactionPool()
        try pool.receive(transaction(0))
        pool.commit([transaction(0)])
        #expect(pool.check(transaction(0)) == .rejected)
        #expect(pool.isEmpty)
        #expect(throws: MempoolError.seenBefore) { try pool.receive(transaction(0)) }
    }

    @Test("that nobody asked about are not admitted")
    func unknownAnswer() {
        var pool = TransactionPool()
        #expect(pool.check(transaction(0)) == .rejected)
        pool.recheck(transaction(0), code: 1)
        #expect(pool.isEmpty && pool.byteCount == 0)
    }

    // MARK: Bounds

    @Test("are no more than the node keeps, those being checked included")
    func countBound() throws {
        var pool = TransactionPool { $0.countMaximum = 3 }
        try pool.admit(transaction(0))
        try pool.receive(transaction(1))
        try pool.receive(transaction(2))
        let full = MempoolError.full(count: 3, countMaximum: 3, bytes: 24, bytesMaximum: 1_073_741_824)
        #expect(throws: full) { try pool.receive(transaction(3)) }
        #expect(
            full.description
                == "mempool is full: number of txs 3 (max: 3), total txs bytes 24 (max: 1073741824)")
        // What was received has its room.
        #expect(pool.check(transaction(1)) == .admitted)
        #expect(pool.check(transaction(2), code: 1) == .rejected)
        try pool.admit(transaction(3))
        #expect(throws: MempoolError.self) { try pool.receive(transaction(4)) }
        pool.commit([transaction(0)])
        try pool.admit(transaction(4))
        #expect(pool.all == [1, 3, 4].map { transaction($0) })
    }

    @Test("take no more bytes than the node gives")
    func byteBound() throws {
        var pool = TransactionPool { $0.bytesMaximum = 100 }
        try pool.receive(transaction(0, size: 60))
        #expect(
            throws: MempoolError.full(count: 1, countMaximum: 5_000, bytes: 60, bytesMaximum: 100)
        ) { try pool.receive(transaction(1, size: 41)) }
        try pool.receive(transaction(1, size: 40))
        pool.check(transaction(0, size: 60), code: 1)
        try pool.receive(transaction(2, size: 60))
        #expect(throws: MempoolError.self) { try pool.receive(transaction(3)) }
    }

    @Test("are no larger than the node allows")
    func sizeBound() throws {
        var pool = TransactionPool { $0.transactionBytesMaximum = 10 }
        try pool.receive(transaction(0, size: 10))
        let error = MempoolError.tooLarge(maximum: 10, size: 11)
        #expect(throws: error) { try pool.receive(transaction(1, size: 11)) }
        #expect(error.description == "Tx too large. Max size is 10, but got 11")
        #expect(MempoolError.seenBefore.description == "tx already exists in cache")
    }

    @Test("fit into a block of this chain with tag and length")
    func beyondBlock() throws {
        var pool = TransactionPool()
        pool.limits = TransactionLimits(bytesMaximum: 12, gasMaximum: -1)
        try pool.receive(transaction(0, size: 10))
        let error = MempoolError.beyondBlock(maximum: 12, size: 13)
        #expect(throws: error) { try pool.receive(transaction(1, size: 11)) }
        #expect(error.description == "tx pre check: tx size is too big: 13, max: 12")
        pool.limits = TransactionLimits(bytesMaximum: 13, gasMaximum: -1)
        try pool.receive(transaction(1, size: 11))
    }

    @Test(
        "want no more gas than a block has",
        arguments: [
            (-1, Int64.max, nil), (-1, -5, nil), (10, 10, nil), (10, 0, nil),
            (10, 11, "gas wanted 11 is greater than max gas 10"), (10, -1, "gas wanted -1 is negative"),
        ] as [(Int64, Int64, String?)])
    func gasBound(maximum: Int64, wanted: Int64, refusal: String?) throws {
        var pool = TransactionPool()
        try pool.admit(transaction(9))
        pool.limits = TransactionLimits(bytesMaximum: .max, gasMaximum: maximum)
        try pool.receive(transaction(0))
        #expect(pool.check(transaction(0), gas: wanted) == refusal.map { .refused($0) } ?? .admitted)
        #expect(pool.contains(transaction(0).hash) == (refusal == nil))
        // A refusal of ours does not hide the application's.
        try pool.receive(transaction(1))
        #expect(pool.check(transaction(1), code: 1, gas: wanted) == .rejected)
        // The rule holds for what waits, too.
        pool.recheck(transaction(9), gas: wanted)
        #expect(pool.contains(transaction(9).hash) == (refusal == nil))
    }

    // MARK: Reaping

    @Test(
        "are reaped until one does not fit, each with its tag and length",
        arguments: [
            (-1, -1, 6), (0, -1, 0), (9, -1, 0), (10, -1, 1), (59, -1, 5), (60, -1, 6), (-1, 0, 0), (-1, 1, 1),
            (-1, 5, 5), (20, 5, 2), (50, 2, 2),
        ])
    func reaping(bytes: Int64, gas: Int64, expected: Int) throws {
        var pool = TransactionPool()
        for number in 0..<6 { try pool.admit(transaction(number), gas: 1) }
        #expect(
            pool.reap(bytesMaximum: bytes, gasMaximum: gas) == (0..<expected).map { transaction($0) })
    }

    @Test("of which the first does not fit give no later one its place")
    func largeFirst() throws {
        var pool = TransactionPool()
        try pool.admit(transaction(0, size: 1_000), gas: 100)
        try pool.admit(transaction(1), gas: 1)
        #expect(pool.reap(bytesMaximum: 500, gasMaximum: -1) == [])
        #expect(pool.reap(bytesMaximum: -1, gasMaximum: 50) == [])
        #expect(pool.reap(bytesMaximum: 1_003, gasMaximum: -1) == [transaction(0, size: 1_000)])
    }

    @Test("that want more gas together than can be counted are not reaped together")
    func gasOverflow() throws {
        var pool = TransactionPool()
        for number in 0..<3 { try pool.admit(transaction(number), gas: .max) }
        #expect(pool.reap(bytesMaximum: -1, gasMaximum: .max) == [transaction(0)])
        #expect(pool.reap(bytesMaximum: -1, gasMaximum: -1).count == 3)
    }

    @Test("are counted out exactly", arguments: [(-1, 4), (0, 0), (1, 1), (4, 4), (9, 4)])
    func counting(maximum: Int, expected: Int) throws {
        var pool = TransactionPool()
        for number in 0..<4 { try pool.admit(transaction(number)) }
        #expect(pool.reap(countMaximum: maximum).count == expected)
    }

    // MARK: Gossip

    @Test("are walked through in order, past those that have left")
    func walking() throws {
        var pool = TransactionPool()
        for number in 0..<200 { try pool.admit(transaction(number)) }
        var seen: [Transaction] = []
        var number: UInt64 = 0
        while let next = pool.next(after: number) {
            #expect(next.number > number)
            number = next.number
            seen.append(next.transaction)
            if seen.count == 50 { pool.commit((0..<150).map { transaction($0) }) }
        }
        #expect(seen == (Array(0..<50) + Array(150..<200)).map { transaction($0) })
        #expect(pool.next(after: number) == nil)
        try pool.admit(transaction(200))
        #expect(pool.next(after: number)?.transaction == transaction(200))
    }

    @Test("remember who sent them, each once and not too many")
    func senders() throws {
        var pool = TransactionPool()
        let peers = try (0..<100).map { try NodeID(String(repeating: "0", count: 37) + "\(100 + $0)") }
        try pool.receive(transaction(0), from: peers[0])
        #expect(throws: MempoolError.seenBefore) { try pool.receive(transaction(0), from: peers[1]) }
        pool.check(transaction(0))
        for peer in peers + peers {
            #expect(throws: MempoolError.seenBefore) { try pool.receive(transaction(0), from: peer) }
        }
        #expect(pool.next(after: 0)?.senders == Array(peers.prefix(WaitingTransaction.sendersMaximum)))
    }

    // MARK: Going

    @Test("are checked again after a block, a few at a time and the oldest first")
    func rechecks() throws {
        var pool = TransactionPool { $0.checksInFlightMaximum = 2 }
        for number in 0..<6 { try pool.admit(transaction(number)) }
        #expect(pool.takeChecks().isEmpty)
        pool.commit([transaction(1)])
        #expect(pool.takeChecks().map(\.transaction) == [0, 2].map { transaction($0) })
        #expect(pool.takeChecks().isEmpty)
        pool.recheck(transaction(0), code: 1)
        #expect(pool.takeChecks().map(\.transaction) == [transaction(3)])
        #expect(pool.all == [2, 3, 4, 5].map { transaction($0) })
        // The next block begins from the front, once what was asked before it is answered; those answers count for nothing.
        pool.commit([transaction(4)], height: 2)
        #expect(pool.takeChecks().isEmpty)
        pool.recheck(transaction(2), code: 1)
        #expect(pool.takeChecks().isEmpty)
        pool.recheck(transaction(3))
        #expect(pool.takeChecks().map(\.transaction) == [2, 3].map { transaction($0) })
        pool.recheck(transaction(2))
        pool.recheck(transaction(3))
        #expect(pool.takeChecks().map(\.transaction) == [transaction(5)])
        pool.recheck(transaction(5))
        #expect(pool.takeChecks().isEmpty)
        #expect(pool.all == [2, 3, 5].map { transaction($0) })
    }

    @Test("that are new are checked in the order of arrival, behind what is to be checked again")
    func newBehindOld() throws {
        var pool = TransactionPool { $0.checksInFlightMaximum = 3 }
        try pool.admit(transaction(0))
        try pool.admit(transaction(1))
        for number in 2..<6 { try pool.receive(transaction(number)) }
        pool.commit([])
        var asked = pool.takeChecks()
        #expect(asked.map(\.transaction) == [0, 1, 2].map { transaction($0) })
        #expect(asked.map(\.type) == [.recheck, .recheck, .new])
        // One that a block had meanwhile is passed over.
        for check in asked { pool.answer(check) }
        pool.commit([transaction(3)], height: 2)
        asked = pool.takeChecks()
        #expect(asked.map(\.transaction) == [0, 1, 2].map { transaction($0) })
        for check in asked { pool.answer(check) }
        #expect(pool.takeChecks().map(\.transaction) == [4, 5].map { transaction($0) })
    }

    @Test("that were checked against the state before a block are checked again")
    func lateCheck() throws {
        var pool = TransactionPool()
        try pool.receive(transaction(0))
        #expect(pool.takeChecks().map(\.type) == [.new])
        pool.commit([])
        try pool.receive(transaction(1))
        #expect(pool.takeChecks().isEmpty)
        pool.check(transaction(0))
        let asked = pool.takeChecks()
        #expect(asked.map(\.transaction) == [0, 1].map { transaction($0) })
        #expect(asked.map(\.type) == [.recheck, .new])
    }

    @Test("are not checked again where the operator does not want it")
    func noRechecks() throws {
        var pool = TransactionPool { $0.rechecks = false }
        try pool.admit(transaction(0))
        try pool.receive(transaction(1))
        #expect(pool.takeChecks().map(\.transaction) == [transaction(1)])
        pool.commit([])
        pool.check(transaction(1))
        #expect(pool.takeChecks().isEmpty)
    }

    @Test("live for so many blocks", arguments: [(0, 3), (1, 1), (2, 2), (3, 3)])
    func blocksOfLife(lifetime: Int64, left: Int) throws {
        var pool = TransactionPool { $0.lifetimeBlocks = lifetime }
        for height in 0..<3 { try pool.admit(transaction(height), height: Height(Int64(height))) }
        pool.commit([], height: 3)
        #expect(pool.all == (3 - left..<3).map { transaction($0) })
        // One that outlived itself may come again.
        if left < 3 { try pool.receive(transaction(0)) }
    }

    @Test("live for so long")
    func timeOfLife() throws {
        var pool = TransactionPool { $0.lifetime = Nanoseconds(10) }
        for time in 0..<4 { try pool.admit(transaction(time), at: Int64(time)) }
        pool.commit([], at: 12)
        #expect(pool.all == [2, 3].map { transaction($0) })
        pool.commit([], at: 1_000)
        #expect(pool.isEmpty && pool.byteCount == 0)
    }
}
