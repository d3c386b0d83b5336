/// What a validator's place in a commit says.
package enum BlockIDFlag: Int32, Hashable, Sendable {
    /// Any number that is none of the others: it passes no rule.
    case unknown = 0
    /// No vote arrived.
    case absent = 1
    /// A vote for the commit's block.
    case commit = 2
    /// A vote for no block.
    case `nil` = 3

    /// The flag with the number's lowest byte: CometBFT keeps it in a byte and cuts what a message says.
    init(truncating number: Int32) {
        self = BlockIDFlag(rawValue: number & 0xff) ?? .unknown
    }
}
