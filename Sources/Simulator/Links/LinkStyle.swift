/// What lies between the nodes of a world.
package enum LinkStyle: String, Sendable, CaseIterable {
    /// Messages arrive as they are: late, twice, in another order, or not at all.
    case messages
    /// Bytes of the shipped peer protocol, on connections like those of TCP: in order, none missing, until one ends.
    case wire

    /// Worlds in a thousand whose nodes talk in bytes, which costs half as much again as messages do.
    private static let wirePerMille = 100

    /// The style of the world with this seed.
    package init(seed: UInt64) {
        var chance = SplitMix64(seed: seed ^ 0x11_4B5)
        self = chance.happens(perMille: LinkStyle.wirePerMille) ? .wire : .messages
    }
}
