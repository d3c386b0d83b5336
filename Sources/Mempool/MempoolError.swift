/// Why a transaction is not looked at, in CometBFT's words.
package enum MempoolError: Error, Equatable, Sendable {
    case seenBefore
    case full(count: Int, countMaximum: Int, bytes: Int64, bytesMaximum: Int64)
    case tooLarge(maximum: Int, size: Int)
    /// Larger than any block of this chain has room for, tag and length included.
    case beyondBlock(maximum: Int64, size: Int64)
}

extension MempoolError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .seenBefore: "tx already exists in cache"
        case .full(let count, let countMaximum, let bytes, let bytesMaximum):
            "mempool is full: number of txs \(count) (max: \(countMaximum)), "
                + "total txs bytes \(bytes) (max: \(bytesMaximum))"
        case .tooLarge(let maximum, let size): "Tx too large. Max size is \(maximum), but got \(size)"
        case .beyondBlock(let maximum, let size):
            "tx pre check: tx size is too big: \(size), max: \(maximum)"
        }
    }
}
