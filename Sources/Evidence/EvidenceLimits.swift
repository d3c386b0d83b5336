/// What a pool holds at most. CometBFT bounds none of it: evidence is rare, and each piece has cost its author a stake.
package struct EvidenceLimits: Hashable, Sendable {
    /// Bytes of all pending evidence: that of 32 blocks of CometBFT's default `evidence.max_bytes` of 1 MiB.
    package var pendingBytesMaximum = 33_554_432
    /// Pieces of pending evidence about votes of one validator: what takes its stake is there with the first.
    package var pendingPerValidatorMaximum = 64
    /// Pairs of votes reported and not yet evidence.
    package var reportsMaximum = 4_096
    /// Pairs of votes of one validator reported and not yet evidence.
    package var reportsPerValidatorMaximum = 8
    /// Names of committed evidence kept; what an archive knows need not be here.
    package var committedMaximum = 65_536

    package init() {}
}
