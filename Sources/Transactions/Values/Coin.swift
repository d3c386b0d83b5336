package import Wire

/// An amount of one kind of coin (`cosmos.base.v1beta1.Coin`).
package struct Coin: Hashable, Sendable {
    /// The coin that validators bond.
    package static let bondDenomination: ByteString = "stake"

    package let denomination: ByteString
    package let amount: Amount

    /// The coin, when the denomination is one: 3 to 128 characters, a letter first (cosmos-sdk `types/coin.go`).
    package init(denomination: ByteString, amount: Amount) throws(TransactionError) {
        guard Coin.isDenomination(denomination) else {
            throw TransactionError(.invalidCoins, "invalid denom: \(ContentHash.shown(denomination))")
        }
        self.denomination = denomination
        self.amount = amount
    }

    private init(unchecked denomination: ByteString, _ amount: Amount) {
        self.denomination = denomination
        self.amount = amount
    }

    /// So many `stake`.
    package static func stake(_ amount: Amount) -> Coin { Coin(unchecked: bondDenomination, amount) }

    /// The coin of a text such as `1000stake`.
    package init(_ text: ByteString) throws(TransactionError) {
        let digits = text.bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let amount = Amount(ByteString(Array(digits))) else {
            throw TransactionError(
                .invalidCoins, "invalid coin \(ContentHash.shown(text)): expected an amount and a coin, as in 1000stake"
            )
        }
        try self.init(denomination: ByteString(Array(text.bytes.dropFirst(digits.count))), amount: amount)
    }

    private static func isDenomination(_ text: ByteString) -> Bool {
        guard (3...128).contains(text.bytes.count), let first = text.bytes.first, isLetter(first) else { return false }
        return text.bytes.allSatisfy {
            isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || marks.contains($0)
        }
    }

    private static func isLetter(_ character: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character | 0x20)
    }

    private static let marks: Set<UInt8> = Set("/:._-".utf8)
}

extension Coin: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, denomination)
        writer.string(2, ByteString(amount.description))
    }
}

extension Coin: CustomStringConvertible {
    /// As Cosmos writes it: `1000stake`.
    package var description: String { "\(amount)\(denomination)" }
}
