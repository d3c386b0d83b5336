import Chain

/// What a peer sent that was well-formed and false: signatures that are not their validator's, parts that are not of the block.
///
/// Peers pass on only what they have verified themselves, so that from an honest one there is none at all. A few are borne, in
/// case that somebody's program has a fault which does no harm. CometBFT bears all of them.
struct Falsehoods: Sendable {
    static let maximum = 8

    /// Proposals of one peer that may be verified at a time: it has one a round, and may have gone on to the next.
    static let proposalsVerifyingMaximum = 2
    /// Lists of evidence of one peer that may be verified at a time. Peers send what stays pending again.
    static let evidenceVerifyingMaximum = 4
    /// Parts of other blocks than the one we collect that a peer may send us while we decide a height, if it may believe that
    /// we collect that one: all of a largest block, twice.
    static let strayPartsMaximum = 2 * ChainLimits.partsMaximum

    private var count = 0
    private var strayParts = (height: Height(0), count: 0)

    /// - Returns: Whether that is more than is borne.
    mutating func note() -> Bool {
        count += 1
        return count > Falsehoods.maximum
    }

    /// A part was not of our block, which the peer need not know.
    ///
    /// - Returns: Whether that is more than is borne.
    mutating func noteStrayPart(at height: Height) -> Bool {
        strayParts = (height, strayParts.height == height ? strayParts.count + 1 : 1)
        return strayParts.count > Falsehoods.strayPartsMaximum
    }
}
