/// Which faults a chain is built to survive. Chosen in its genesis, and the same for all its life.
package enum FaultModel: String, Hashable, Sendable, CaseIterable {
    /// Validators may lie. CometBFT's rule: more than two thirds of the power decide. Agreement holds while liars hold
    /// at most a third, progress while less than a third is missing.
    case byzantine
    /// Two thirds decide, so that a third may be missing and three equal sites survive the loss of one. Agreement holds
    /// while liars hold less than a third.
    ///
    /// Deviation: no chain of CometBFT's has this rule; a Go node cannot take part.
    case crash
}
