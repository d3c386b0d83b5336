import Chain

/// Which heights the store has.
struct HeightRange: Hashable {
    /// The lowest block; 0 without blocks.
    var base: Height = 0
    /// The highest block; 0 without blocks.
    var height: Height = 0
    /// The height of the block that comes next.
    var next: Height = 0
    /// The first height with validators and parameters: nothing of them points further back.
    var start: Height = 0
    /// From here on, headers, commits and validators are kept, because evidence may be about them.
    var evidenceBase: Height = 0
    /// How many transactions the store was given, and how many of them, the first ones, have been pruned.
    var transactions: UInt64 = 0
    var prunedTransactions: UInt64 = 0

    var bytes: [UInt8] {
        [base, height, next, start, evidenceBase].flatMap { UInt64(bitPattern: $0.rawValue).bigEndianBytes }
            + transactions.bigEndianBytes + prunedTransactions.bigEndianBytes
    }

    init() {}

    /// Nil when the bytes are no range.
    init?(_ bytes: [UInt8]) {
        let numbers = stride(from: 0, to: bytes.count, by: 8).compactMap {
            UInt64(bigEndianBytes: bytes[$0..<min($0 + 8, bytes.count)])
        }
        if bytes.count != 56 || numbers.count != 7 { return nil }
        base = Height(Int64(bitPattern: numbers[0]))
        height = Height(Int64(bitPattern: numbers[1]))
        next = Height(Int64(bitPattern: numbers[2]))
        start = Height(Int64(bitPattern: numbers[3]))
        evidenceBase = Height(Int64(bitPattern: numbers[4]))
        transactions = numbers[5]
        prunedTransactions = numbers[6]
    }
}
