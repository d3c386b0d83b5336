package import Chain

/// The bounds of the address book: CometBFT `p2p/pex/params.go`.
package enum AddressBookLimits {
    /// Fewer addresses than this, and more are asked for.
    package static let enough = 1000
    static let oldBucketCount = 64
    static let newBucketCount = 256
    /// Addresses in a bucket. CometBFT makes room when there are more than so many, so its files may have one more.
    static let bucketSize = 64
    /// Buckets over which one network's addresses are spread; and over which those that one network tells of are.
    static let oldBucketsPerGroup: UInt64 = 4
    static let newBucketsPerGroup: UInt64 = 32
    /// Buckets in which an address that several tell of may be.
    static let bucketsPerAddress = 4
    /// An address that was not tried for so long is gone.
    static let missing = Nanoseconds.seconds(7 * 24 * 3600)
    /// Attempts without any success, and without a recent one, after which an address is bad.
    static let attemptsWithoutSuccess: Int32 = 3
    static let attemptsWithoutRecentSuccess: Int32 = 10
    /// How much of the book a peer is told: a share of it, at least and at most so many addresses.
    static let selectionPercent = 23
    static let selectionMinimum = 32
    package static let selectionMaximum = 250
    /// Addresses that are banned: as many as peers (`BanList`).
    static let bannedMaximum = 4096
    /// Addresses in the book: all buckets full.
    package static let sizeMaximum = (oldBucketCount + newBucketCount) * (bucketSize + 1)
    /// How long a peer that broke a rule is not dialled and not let in: `defaultBanTime`.
    package static let banTime = Nanoseconds.seconds(24 * 3600)
}
