/// What became of a transaction after the application looked at it.
package enum CheckOutcome: Equatable, Sendable {
    /// It waits for a block.
    case admitted
    /// The application refused it; its answer says why. Or it has got into a block meanwhile.
    case rejected
    /// The application accepted it, and no block may hold it; the text is CometBFT's.
    case refused(String)
}
