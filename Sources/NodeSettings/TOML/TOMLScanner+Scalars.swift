extension TOMLScanner {
    /// A value without quotes: a truth value, a number or a time.
    mutating func scalar() throws(TOMLError) -> SettingValue {
        var word = takeScalar()
        // A blank may stand between a day and its time.
        if TOMLScanner.isDay(word), next == UInt8(ascii: " ") {
            var ahead = self
            ahead.skipBlanks()
            let time = ahead.takeScalar()
            if TOMLScanner.isTime(time) {
                word += " " + time
                self = ahead
            }
        }
        switch word {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "": throw error("\(found) stands where a value should be")
        default: break
        }
        if TOMLScanner.isDay(word) || TOMLScanner.isTime(word) { return .other("a time") }
        if let number = TOMLScanner.integer(word) { return .integer(number) }
        if TOMLScanner.isDecimalNumber(word) {
            if word.allSatisfy({ $0.isNumber || "+-_".contains($0) }) {
                throw error("\(word) is too large a number")
            }
            return .other("a number with a fraction")
        }
        throw TOMLError(line, "\(word) is no value", "put texts in quotes")
    }

    private mutating func takeScalar() -> String {
        take { byte in
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ","),
                UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"):
                false
            default: true
            }
        }
    }

    /// An integer in TOML's grammar; nil when it is none, or beyond Int64.
    private static func integer(_ word: String) -> Int? {
        let radix: Int? = word.hasPrefix("0x") ? 16 : word.hasPrefix("0o") ? 8 : word.hasPrefix("0b") ? 2 : nil
        let digits = radix == nil ? word[...] : word.dropFirst(2)
        guard let joined = withoutUnderscores(digits) else { return nil }
        if let radix { return joined.first == "-" || joined.first == "+" ? nil : Int(joined, radix: radix) }
        return isWhole(joined[...]) ? Int(joined) : nil
    }

    /// The digits without the underscores between them; nil when one does not stand between two.
    private static func withoutUnderscores(_ digits: Substring) -> String? {
        let isMisplaced = digits.hasPrefix("_") || digits.hasSuffix("_") || digits.contains("__")
        return isMisplaced || digits.isEmpty ? nil : digits.filter { $0 != "_" }
    }

    /// Whether it is a whole number with no zeros before it.
    private static func isWhole(_ text: Substring) -> Bool {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text
        return isDigits(digits) && (digits.count == 1 || digits.first != "0")
    }

    /// Whether it has the looks of a number in decimal, whatever its size.
    private static func isDecimalNumber(_ word: String) -> Bool {
        let unsigned = word.first == "-" || word.first == "+" ? word.dropFirst() : word[...]
        if unsigned == "inf" || unsigned == "nan" { return true }
        guard let joined = withoutUnderscores(word[...]) else { return false }
        let exponent = joined.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        if exponent.count == 2 {
            let power = exponent[1]
            if !isDigits(power.first == "-" || power.first == "+" ? power.dropFirst() : power) { return false }
        }
        let parts = exponent[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        return isWhole(parts[0]) && (parts.count == 1 || isDigits(parts[1]))
    }

    /// Whether it begins as a day does: 1979-05-27.
    private static func isDay(_ word: String) -> Bool {
        let parts = word.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].count == 4 && isDigits(parts[0]) && isDigits(parts[1])
            && isDigits(parts[2].prefix(2))
    }

    /// Whether it begins as a time of day does: 07:32.
    private static func isTime(_ word: String) -> Bool {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].count == 2 && isDigits(parts[0]) && isDigits(parts[1].prefix(2))
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
