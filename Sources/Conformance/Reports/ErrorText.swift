import Wire

/// The texts of errors, and what of them is compared.
enum ErrorText {
    /// The error's own words: for a decoded value that breaks a rule, the rule's text without the place.
    static func describe(_ error: any Error) -> String {
        if let decoding = error as? DecodingError, let rule = decoding.rule { return rule }
        return "\(error)"
    }

    /// The text with what varies from value to value replaced: quoted data, runs of eight or more hexadecimal digits,
    /// and numbers. What remains names the rule.
    static func normalized(_ text: String) -> String {
        let characters = Array(text)
        var result = ""
        var position = 0
        while position < characters.count {
            let character = characters[position]
            if character == "\"", let end = characters[(position + 1)...].firstIndex(of: "\"") {
                result += "\"…\""
                position = end + 1
                continue
            }
            let run = characters[position...].prefix(while: \.isLetterOrDigit)
            if run.isEmpty {
                result.append(character)
                position += 1
            } else {
                result += replaced(run)
                position += run.count
            }
        }
        return result
    }

    /// A word as it is, a number as `N`, hexadecimal as `H`; digits within a word (`10s`, `Aunts0`) count as numbers.
    private static func replaced(_ run: ArraySlice<Character>) -> String {
        if run.count >= 8 && run.allSatisfy(\.isHexDigit) && run.contains(where: \.isNumber) { return "H" }
        var result = ""
        for character in run where !(character.isNumber && result.last == "N") {
            result.append(character.isNumber ? "N" : character)
        }
        return result
    }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { isLetter || isNumber }
}
