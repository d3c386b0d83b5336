/// Why an application's answer cannot become the chain's next state. The block is decided, so this node cannot go on;
/// nothing of the answer has been kept.
package enum AnswerRefusal: Error, Hashable, Sendable {
    /// Not one result for each transaction.
    case resultCount(transactions: Int, results: Int)
    /// Changes of the validator set that cannot be made.
    case validatorUpdates(String)
    /// Changes of the consensus parameters that cannot be made.
    case parameters(String)
    /// Neither genesis nor application names a validator.
    case noValidators
    /// Transactions of a proposal that take more than the bytes allowed.
    case proposalTooLarge(bytesMaximum: Int64)
    /// `unknown` where a verdict was asked for; the method's name.
    case noVerdict(String)
}

extension AnswerRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .resultCount(let transactions, let results):
            "expected tx results length to match size of transactions in block. "
                + "Expected \(transactions), got \(results)"
        case .validatorUpdates(let text): text
        case .parameters(let text): text
        case .noValidators: "validator set is nil in genesis and still empty after InitChain"
        case .proposalTooLarge(let maximum): "transaction data size exceeds maximum \(maximum)"
        case .noVerdict(let method): "\(method) responded with status UNKNOWN"
        }
    }
}
