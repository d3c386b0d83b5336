/// The part of a known validator set that must have signed a commit for it to be trusted: more than
/// `numerator / denominator` of the power (CometBFT `libs/math.Fraction`).
///
/// It stays a third at least on chains of either fault model: it says how many liars there may be among those who are
/// known, not what decides.
package struct TrustLevel: Hashable, Sendable {
    /// One correct validator signed: what light clients ask for unless told otherwise.
    package static let oneThird = TrustLevel(numerator: 1, denominator: 3)

    package let numerator: UInt64
    package let denominator: UInt64

    package init(numerator: UInt64, denominator: UInt64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Reads "1/3".
    package init(_ text: String) throws(ValidationError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count != 2 {
            throw ValidationError(#"incorrect formating: should have a single slash i.e. "1/3""#)
        }
        let numerator = try TrustLevel.number(parts[0])
        let denominator = try TrustLevel.number(parts[1])
        if denominator == 0 { throw ValidationError("denominator can't be 0") }
        if numerator > UInt64(Int64.max) || denominator > UInt64(Int64.max) {
            throw ValidationError("value overflow, numerator and denominator must be less than \(Int64.max)")
        }
        self.init(numerator: numerator, denominator: denominator)
    }

    private static func number(_ text: Substring) throws(ValidationError) -> UInt64 {
        let isDecimal = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDecimal, let number = UInt64(text) else {
            let quoted = String(text).debugDescription
            let reason = isDecimal ? "value out of range" : "invalid syntax"
            throw ValidationError("incorrect formatting, err: strconv.ParseUint: parsing \(quoted): \(reason)")
        }
        return number
    }

    /// Refuses a level outside of [1/3, 1]: below a third, liars could be all who signed.
    package func validate() throws(ValidationError) {
        // The product wraps around as Go's does, which refuses some levels of huge numbers.
        if numerator &* 3 < denominator || numerator > denominator || denominator == 0 {
            throw ValidationError("trustLevel must be within [1/3, 1], given \(self)")
        }
    }

    /// The most power that is not yet enough, of a set that has `total` from zero to `VotingPower.maximumTotal`.
    func threshold(of total: VotingPower) throws(CommitVerificationError) -> VotingPower {
        if denominator == 0 { throw .zeroTrustDenominator }
        let product = Int128(total.rawValue) * Int128(numerator)
        if product > Int128(Int64.max) { throw .trustNumeratorTooLarge }
        return VotingPower(Int64(clamping: product / Int128(denominator)))
    }
}

extension TrustLevel: Validatable {}

extension TrustLevel: CustomStringConvertible {
    package var description: String { "\(numerator)/\(denominator)" }
}
