package import Chain

extension Nanoseconds {
    /// The length of time that a text in Go's form names (`time.ParseDuration`): "1s", "1h30m", "1.5s", "-20ms", "0".
    /// Nil for other texts and for more than 292 years.
    package init?(goText text: String) {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        if rest.elementsEqual("0".utf8) {
            self = .zero
            return
        }
        if rest.isEmpty { return nil }
        var total: UInt64 = 0
        while !rest.isEmpty {
            guard let part = Nanoseconds.part(&rest) else { return nil }
            let (sum, isBeyond) = total.addingReportingOverflow(part)
            if isBeyond || sum > UInt64(Int64.max) + 1 { return nil }
            total = sum
        }
        if !isNegative && total > UInt64(Int64.max) { return nil }
        self.init(isNegative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total))
    }

    private static let units: [(name: [UInt8], nanoseconds: UInt64)] = [
        (Array("ns".utf8), 1), (Array("us".utf8), 1000), (Array("µs".utf8), 1000), (Array("μs".utf8), 1000),
        (Array("ms".utf8), 1_000_000), (Array("s".utf8), 1_000_000_000), (Array("m".utf8), 60_000_000_000),
        (Array("h".utf8), 3_600_000_000_000),
    ]

    /// Reads a number with its unit, as in `1.5h`.
    private static func part(_ text: inout ArraySlice<UInt8>) -> UInt64? {
        let whole = digits(&text)
        var fraction: ArraySlice<UInt8> = []
        if text.first == UInt8(ascii: ".") {
            text.removeFirst()
            fraction = digits(&text)
        }
        if whole.isEmpty && fraction.isEmpty { return nil }
        let isDigitOrPoint = { (byte: UInt8) in byte == UInt8(ascii: ".") || isDigit(byte) }
        let unit = text.prefix { !isDigitOrPoint($0) }
        text = text.dropFirst(unit.count)
        guard let scale = units.first(where: { $0.name.elementsEqual(unit) })?.nanoseconds else { return nil }
        guard let count = whole.isEmpty ? 0 : UInt64(String(decoding: whole, as: UTF8.self)) else { return nil }
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: scale)
        if isTooLarge { return nil }
        let (sum, isBeyond) = product.addingReportingOverflow(part(of: scale, fraction))
        return isBeyond ? nil : sum
    }

    /// So much of a unit as these decimals say, cut to nanoseconds.
    private static func part(of scale: UInt64, _ fraction: ArraySlice<UInt8>) -> UInt64 {
        // Beyond the 18th decimal nothing is left of an hour's nanoseconds, and 10^18 fits.
        var value: UInt64 = 0
        var divisor: UInt64 = 1
        for digit in fraction.prefix(18) {
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
            divisor *= 10
        }
        return divisor.dividingFullWidth(value.multipliedFullWidth(by: scale)).quotient
    }

    private static func digits(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = text.prefix(while: isDigit)
        text = text.dropFirst(digits.count)
        return digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
