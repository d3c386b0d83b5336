/// What the chain's parameters allow one transaction; it changes with them (CometBFT `state/tx_filter.go`).
package struct TransactionLimits: Hashable, Sendable {
    /// Bytes of a block that are left for transactions, each with its tag and length.
    package let bytesMaximum: Int64
    /// Gas of a block's transactions together; -1 for no limit.
    package let gasMaximum: Int64

    package init(bytesMaximum: Int64, gasMaximum: Int64) {
        self.bytesMaximum = bytesMaximum
        self.gasMaximum = gasMaximum
    }

    /// No limits.
    package static let none = TransactionLimits(bytesMaximum: .max, gasMaximum: -1)

    /// Why a transaction that wants this much gas never gets into a block, in CometBFT's words; nil when it may.
    func refusal(gasWanted: Int64) -> String? {
        if gasMaximum == -1 { return nil }
        if gasWanted < 0 { return "gas wanted \(gasWanted) is negative" }
        return gasWanted > gasMaximum ? "gas wanted \(gasWanted) is greater than max gas \(gasMaximum)" : nil
    }
}
