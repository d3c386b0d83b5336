import ABCI
import Chain
import Wire

// Transactions by the heights of their blocks: each has a number among all that the store was given, and the index says
// in which block the numbers are. So a page of them is found by halving, however many blocks and transactions there are.
extension Transaction {
    /// The numbers of the transactions in blocks of these heights.
    func numbers(in heights: ClosedRange<Height>) throws(StoreError) -> Range<UInt64> {
        let range = try range()
        let lower = try firstNumber(from: heights.lowerBound, range)
        if heights.upperBound >= range.height { return lower..<range.transactions }
        return lower..<max(lower, try firstNumber(from: heights.upperBound.next, range))
    }

    /// Transactions with these numbers and their results, in order.
    func transactions(numbered numbers: Range<UInt64>) throws(StoreError) -> [TxResult] {
        var found: [TxResult] = []
        var next = numbers.lowerBound
        while next < numbers.upperBound {
            let (first, height) = try block(ofNumber: next)
            let block = try present(block(height), .blockMeta(height))
            let response = try present(value(.response(height), as: ResponseFinalizeBlock.self), .response(height))
            let transactions = block.data.transactions
            guard next - first < UInt64(transactions.count), transactions.count == response.txResults.count else {
                throw corrupted(.numbered(first), "block \(height) has \(transactions.count) transactions")
            }
            let end = min(UInt64(transactions.count), numbers.upperBound - first)
            for place in Int(next - first)..<Int(end) {
                found.append(
                    TxResult(
                        height: height, index: UInt32(truncatingIfNeeded: place), tx: transactions[place],
                        result: response.txResults[place]))
            }
            next = first + end
        }
        return found
    }

    /// The lowest number of a transaction in a block of this height or a higher one.
    private func firstNumber(from height: Height, _ range: HeightRange) throws(StoreError) -> UInt64 {
        var lower = range.prunedTransactions
        var upper = range.transactions
        while lower < upper {
            let middle = lower + (upper - lower) / 2
            if try block(ofNumber: middle).height < height { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }

    /// The block that the transaction with this number is in, and the number of its first one.
    private func block(ofNumber number: UInt64) throws(StoreError) -> (first: UInt64, height: Height) {
        var found: (first: UInt64, height: Height)?
        try walk(.index, from: StoreKey.numbered(number).bytes) { (key, value) throws(StoreError) in
            if key.count == 9, key[0] == StoreKey.numberedPrefix, let inverse = UInt64(bigEndianBytes: key[1...]),
                let height = UInt64(bigEndianBytes: try value())
            {
                found = (~inverse, Height(Int64(bitPattern: height)))
            }
            return false
        }
        return try present(found, .numbered(number))
    }

    /// Makes the index of numbers of a store of before there was one.
    func indexNumbers() throws(StoreError) {
        let range = try range()
        var height = range.base
        while range.base > 0 && height <= range.height {
            let key = StoreKey.firstTransaction(height)
            if let bytes = try value(key) {
                let number = try present(UInt64(bigEndianBytes: bytes), key)
                try put(UInt64(bitPattern: height.rawValue).bigEndianBytes, for: .numbered(number))
            }
            height = height.next
        }
    }
}
