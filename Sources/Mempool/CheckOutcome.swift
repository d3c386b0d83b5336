/// What became of a transaction after the application looked at it.
package enum CheckOutcome: Equatable, Sendable {
    /// It waits for a block.
    case admitted
    /// The application refused it; its answer says why.
    case rejected
    /// The application accepted it, and there is no room; the text is CometBFT's.
    case refused(String)
}
