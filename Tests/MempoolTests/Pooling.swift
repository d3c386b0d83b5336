import ABCI
import Chain
import Cryptography
import Mempool

/// A transaction told apart by its number, of at least eight bytes.
func transaction(_ number: Int, size: Int = 8) -> Transaction {
    var bytes = withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
    if size > bytes.count { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
    return Transaction(bytes)
}

extension TransactionPool {
    init(_ change: (inout MempoolSettings) -> Void = { _ in }) {
        var settings = MempoolSettings()
        change(&settings)
        self.init(settings: settings)
    }

    mutating func receive(_ transaction: Transaction, from peer: NodeID? = nil) throws(MempoolError) {
        try receive(transaction, hash: transaction.hash, from: peer)
    }

    @discardableResult
    mutating func check(
        _ transaction: Transaction, code: UInt32 = 0, gas: Int64 = 0, height: Height = 0, at now: Int64 = 0
    ) -> CheckOutcome {
        checked(
            transaction.hash, ResponseCheckTx(code: code, gasWanted: gas), height: height, at: Nanoseconds(now))
    }

    /// The application answers a check.
    mutating func answer(_ check: RequestedCheck, code: UInt32 = 0) {
        if check.type == .recheck {
            recheck(check.transaction, code: code)
        } else {
            self.check(check.transaction, code: code)
        }
    }

    /// Takes in a transaction that the application accepts.
    mutating func admit(
        _ transaction: Transaction, gas: Int64 = 0, height: Height = 0, at now: Int64 = 0
    ) throws(MempoolError) {
        try receive(transaction)
        _ = takeChecks()
        check(transaction, gas: gas, height: height, at: now)
    }

    mutating func commit(_ transactions: [Transaction], code: UInt32 = 0, height: Height = 1, at now: Int64 = 0) {
        update(
            height: height, hashes: transactions.map(\.hash),
            results: transactions.map { _ in ExecTxResult(code: code) }, at: Nanoseconds(now))
    }

    mutating func recheck(_ transaction: Transaction, code: UInt32 = 0, gas: Int64 = 0) {
        rechecked(transaction.hash, ResponseCheckTx(code: code, gasWanted: gas))
    }

    var all: [Transaction] { reap(countMaximum: -1) }
}

/// Numbers that are the same at every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
