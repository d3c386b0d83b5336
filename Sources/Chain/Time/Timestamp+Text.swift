package import Wire

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with as many decimals as it takes: Go's `RFC3339Nano`.
    package var description: String {
        let secondsPerDay: Int64 = 86_400
        var days = seconds / secondsPerDay
        var second = seconds % secondsPerDay
        if second < 0 {
            second += secondsPerDay
            days -= 1
        }
        let date = CivilDate(daysSinceEpoch: days)
        var text: [UInt8] = []
        text.reserveCapacity(30)
        text.appendDigits(date.year, count: 4)
        text.append(UInt8(ascii: "-"))
        text.appendDigits(date.month, count: 2)
        text.append(UInt8(ascii: "-"))
        text.appendDigits(date.day, count: 2)
        text.append(UInt8(ascii: "T"))
        text.appendDigits(second / 3600, count: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDigits(second / 60 % 60, count: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDigits(second % 60, count: 2)
        if nanoseconds > 0 {
            text.append(UInt8(ascii: "."))
            text.appendDigits(Int64(nanoseconds), count: 9)
            while text.last == UInt8(ascii: "0") { text.removeLast() }
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// As Go prints a time in a text for people: `2024-10-29 04:23:55.992328791 +0000 UTC`.
    package var goDescription: String {
        String(description.dropLast().map { $0 == "T" ? " " : $0 }) + " +0000 UTC"
    }

    /// The moment that a text in RFC 3339 names, or nil.
    ///
    /// As CometBFT's JSON decoder it takes UTC only, written `Z`; as Go it cuts decimals beyond the ninth and knows no
    /// leap second.
    package init?(rfc3339 text: ByteString) {
        var digits = DigitReader(text.bytes)
        guard let year = digits.number(of: 4), digits.skip("-"), let month = digits.number(of: 2), digits.skip("-"),
            let day = digits.number(of: 2), digits.skip("T"), let hour = digits.number(of: 2), digits.skip(":"),
            let minute = digits.number(of: 2), digits.skip(":"), let second = digits.number(of: 2),
            let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 60
        else { return nil }
        var nanoseconds: Int32 = 0
        if digits.skip(".") {
            guard let fraction = digits.nanoseconds() else { return nil }
            nanoseconds = fraction
        }
        guard digits.skip("Z"), digits.isAtEnd else { return nil }
        self.init(
            seconds: date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second, nanoseconds: nanoseconds)
    }

    /// The moment that a text in RFC 3339 names, or nil.
    package init?(rfc3339 text: String) {
        self.init(rfc3339: ByteString(text))
    }
}

/// Reads the decimal digits of a date.
private struct DigitReader {
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) {
        self.text = text
    }

    var isAtEnd: Bool { position == text.count }

    /// A number of exactly so many digits.
    mutating func number(of count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// The digits behind a decimal point, at least one, as nanoseconds.
    mutating func nanoseconds() -> Int32? {
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            if count < 9 { value = value * 10 + digit }
            count += 1
        }
        if count == 0 { return nil }
        while count < 9 {
            value *= 10
            count += 1
        }
        return Int32(value)
    }

    /// Whether this character came next; if so, it is passed.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func digit() -> Int64? {
        guard position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) else {
            return nil
        }
        position += 1
        return Int64(text[position - 1] - UInt8(ascii: "0"))
    }
}

extension [UInt8] {
    /// Appends a number that has at most so many digits, with zeros in front.
    fileprivate mutating func appendDigits(_ value: Int64, count: Int) {
        var divisor: Int64 = 1
        for _ in 1..<count { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}
