package import Chain

/// What the mempool holds.
package struct MempoolInformation: Sendable {
    /// Transactions that wait.
    package let count: Int
    /// Bytes of them together.
    package let byteCount: Int64
    /// The first of them, as many as were asked for.
    package let transactions: [Transaction]

    package init(count: Int, byteCount: Int64, transactions: [Transaction]) {
        self.count = count
        self.byteCount = byteCount
        self.transactions = transactions
    }
}
