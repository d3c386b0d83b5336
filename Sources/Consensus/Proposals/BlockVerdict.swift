/// What came of judging a proposed block.
package enum BlockVerdict: Hashable, Sendable {
    /// It may follow the chain's state, and the application accepts it.
    case accepted
    /// It may follow the chain's state, but the application rejects it, or our clock says that it comes from the future: nil
    /// is prevoted, yet a quorum that accepted it is followed.
    case unacceptable
    /// It breaks a rule of the chain: never lock it.
    case invalid(String)
}
