import Chain
import Cryptography

/// Where transactions are, by their hashes.
///
/// Hashes are random, and one tree of them all would be changed at a thousand places by a block of a thousand
/// transactions: a page read, and one written, for each. So the index is divided into shelves, each for so many
/// transactions as they come. A block changes only the pages of the last shelf, which are few and in memory; a look-up
/// asks the shelves one after the other, from the last to the first.
enum TransactionIndex {
    /// Transactions on a shelf: about 300 pages. Of ten million transactions a look-up asks 300 shelves, a microsecond
    /// each.
    static let shelfSize: UInt64 = 1 << 15

    /// The shelf of a transaction, by its number among all that the store was given.
    static func shelf(_ number: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: number / shelfSize) }
}

/// Where a transaction is.
struct TransactionPlace: Hashable {
    let height: Height
    let index: UInt32

    var bytes: [UInt8] { UInt64(bitPattern: height.rawValue).bigEndianBytes + index.bigEndianBytes }

    init(height: Height, index: UInt32) {
        self.height = height
        self.index = index
    }

    /// Nil when the bytes are no place.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 12, let height = UInt64(bigEndianBytes: bytes[..<8]),
            let index = UInt32(bigEndianBytes: bytes[8...])
        else { return nil }
        self.init(height: Height(Int64(bitPattern: height)), index: index)
    }
}

extension Transaction {
    /// The last place of the transaction with this hash.
    func place(_ hash: Hash) throws(StoreError) -> TransactionPlace? {
        let range = try range()
        if range.transactions == 0 { return nil }
        var shelf = TransactionIndex.shelf(range.transactions - 1)
        let first = TransactionIndex.shelf(range.prunedTransactions)
        while true {
            let key = StoreKey.transaction(hash, shelf: shelf)
            if let bytes = try value(key) { return try present(TransactionPlace(bytes), key) }
            if shelf <= first { return nil }
            shelf -= 1
        }
    }

    /// Notes which numbers the transactions of a block have.
    func countTransactions(of block: Block, _ range: inout HeightRange) throws(StoreError) {
        let count = block.data.transactions.count
        if count == 0 { return }
        try put(range.transactions.bigEndianBytes, for: .firstTransaction(block.height), growing: true)
        try put(UInt64(bitPattern: block.height.rawValue).bigEndianBytes, for: .numbered(range.transactions))
        range.transactions += UInt64(count)
    }

    /// Adds the transactions of blocks that follow one another. One that was in the chain before is found at its last
    /// place, as CometBFT's index has it (state/txindex/kv/kv.go `AddBatch`).
    ///
    /// - Parameter first: The number of the first of them.
    func putTransactions(of blocks: [Block], from first: UInt64) throws(StoreError) {
        var number = first
        var entries: [(key: [UInt8], place: TransactionPlace)] = []
        for block in blocks {
            for (index, transaction) in block.data.transactions.enumerated() {
                let key = StoreKey.transaction(transaction.hash, shelf: TransactionIndex.shelf(number))
                let place = TransactionPlace(height: block.height, index: UInt32(truncatingIfNeeded: index))
                entries.append((key.bytes, place))
                number += 1
            }
        }
        // In the order of the tree, neighbours are found in pages that have just been touched. Of one key the last place
        // comes last, and stays.
        entries.sort { left, right in
            if left.key != right.key { return left.key.lexicographicallyPrecedes(right.key) }
            return (left.place.height, left.place.index) < (right.place.height, right.place.index)
        }
        try change(
            .index, entries.lazy.map { entry -> (key: [UInt8], value: [UInt8]?) in (entry.key, entry.place.bytes) })
    }

    /// Removes the transactions of the lowest block.
    func removeTransactions(_ block: Block, _ range: inout HeightRange) throws(StoreError) {
        let key = StoreKey.firstTransaction(block.height)
        let first = try present(UInt64(bigEndianBytes: present(value(key), key)), key)
        for (index, transaction) in block.data.transactions.enumerated() {
            let key = StoreKey.transaction(transaction.hash, shelf: TransactionIndex.shelf(first + UInt64(index)))
            // It may have come again later, and then stands on this shelf with that place.
            if let bytes = try value(key), TransactionPlace(bytes)?.height == block.height { try remove(key) }
        }
        try remove(key)
        try remove(.numbered(first))
        range.prunedTransactions = first + UInt64(block.data.transactions.count)
    }
}
