/// How far a transaction has got when its client is answered.
package enum SubmissionStage: Hashable, Sendable {
    /// The mempool has taken it; the application has not looked at it yet.
    case taken
    /// The application has looked at it.
    case checked
}
