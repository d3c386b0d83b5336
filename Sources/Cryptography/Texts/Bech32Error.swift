/// Why bytes cannot be written as Bech32, or a text is none.
package enum Bech32Error: Error, Hashable, Sendable {
    /// A text of this many characters: longer than allowed, or too short for a checksum.
    case length(Int)
    /// A character that may not stand where it does.
    case character(UInt8)
    /// Upper and lower case in one text.
    case mixedCase
    case noSeparator
    /// Nothing before the separator.
    case prefix
    case checksum
    /// A group of more than five bits.
    case group(UInt8)
    /// Bits behind the last byte that are set, or more than padding needs.
    case padding
}
