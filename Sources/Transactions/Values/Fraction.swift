package import Wire

/// A fraction with 18 decimals, from 0 to 1 (cosmos-sdk `math.LegacyDec`): on the wire an integer of 10^-18.
package struct Fraction: Hashable, Sendable, Comparable {
    /// How many of them make one.
    package static let one: UInt64 = 1_000_000_000_000_000_000

    /// In units of 10^-18.
    package let rawValue: UInt64

    /// The fraction, or nil above one.
    package init?(rawValue: UInt64) {
        if rawValue > Fraction.one { return nil }
        self.rawValue = rawValue
    }

    /// The fraction of its digits on the wire.
    package init?(wire text: ByteString) {
        guard let amount = Amount(text), let value = UInt64(exactly: amount.rawValue) else { return nil }
        self.init(rawValue: value)
    }

    /// The fraction of a decimal number such as `0.100000000000000000`.
    package init?(decimal text: ByteString) {
        let parts = text.bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, Amount(ByteString(Array(whole))) != nil else { return nil }
        var decimals = parts.count == 2 ? Array(parts[1]) : []
        guard parts.count == 1 || !decimals.isEmpty, decimals.count <= 18,
            decimals.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        decimals += [UInt8](repeating: UInt8(ascii: "0"), count: 18 - decimals.count)
        guard let value = UInt64(String(decoding: whole + decimals, as: UTF8.self)) else { return nil }
        self.init(rawValue: value)
    }

    /// The digits on the wire.
    package var wireText: ByteString { ByteString(String(rawValue)) }

    package static func < (left: Fraction, right: Fraction) -> Bool { left.rawValue < right.rawValue }
}

extension Fraction: CustomStringConvertible {
    /// With all 18 decimals, as the Cosmos SDK writes it.
    package var description: String {
        let digits = String(rawValue % Fraction.one)
        return "\(rawValue / Fraction.one)." + String(repeating: "0", count: 18 - digits.count) + digits
    }
}

/// What a validator keeps of its delegators' rewards (`cosmos.staking.v1beta1.CommissionRates`). There are none here;
/// the rates are kept because wallets and genesis files have them.
package struct CommissionRates: Hashable, Sendable {
    package let rate: Fraction
    package let maximum: Fraction
    package let changeMaximum: Fraction

    package init(rate: Fraction, maximum: Fraction, changeMaximum: Fraction) {
        self.rate = rate
        self.maximum = maximum
        self.changeMaximum = changeMaximum
    }
}

extension CommissionRates: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, rate.wireText)
        writer.string(2, maximum.wireText)
        writer.string(3, changeMaximum.wireText)
    }
}
