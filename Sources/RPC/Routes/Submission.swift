import ABCI
import JSON

/// A transaction that a client hands to the node, and what the client reads.
struct Submission: Sendable {
    typealias Verdict = Result<ResponseCheckTx, any Error>

    /// Hands it over. The verdict comes once, on any thread.
    let start: @Sendable (@escaping @Sendable (Verdict) -> Void) -> Void
    let answer: @Sendable (ResponseCheckTx) -> JSONValue
}
