/// What has become of transactions since the start.
package struct PoolCounts: Sendable {
    /// Bytes of a transaction; each bound is three times the one before, as in CometBFT's metrics (mempool/metrics.go).
    package static let sizeBounds = [1, 3, 9, 27, 81, 243, 729]

    /// How many admitted transactions were at most as large as each bound and larger than the one before; at the end those
    /// larger than all.
    package private(set) var sizes = [UInt64](repeating: 0, count: sizeBounds.count + 1)
    /// Of all that were admitted.
    package private(set) var admittedBytes: UInt64 = 0
    /// Those that the application or the chain's limits turned down when they came.
    package internal(set) var failed: UInt64 = 0
    /// Those for which there was no room.
    package internal(set) var turnedAway: UInt64 = 0
    /// How often one that waits was looked at again.
    package internal(set) var rechecks: UInt64 = 0

    package init() {}

    mutating func noteAdmitted(size: Int) {
        sizes[PoolCounts.sizeBounds.firstIndex { size <= $0 } ?? PoolCounts.sizeBounds.count] += 1
        admittedBytes += UInt64(size)
    }
}
