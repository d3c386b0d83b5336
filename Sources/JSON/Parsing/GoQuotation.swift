/// Quoted text as Go's `strconv.Quote` prints it; it stands in error texts that clients compare.
enum GoQuotation {
    /// The text between double quotes.
    static func string(_ text: String) -> String {
        "\"\(escaped(text, quote: "\""))\""
    }

    /// The byte as a character between single quotes, as Go's JSON scanner names what it did not expect.
    static func character(_ byte: UInt8) -> String {
        "'\(escaped(String(Unicode.Scalar(byte)), quote: "'"))'"
    }

    /// The byte as Go's `%#U` prints a code point, as in `U+0071 'q'`.
    static func codePoint(_ byte: UInt8) -> String {
        let scalar = Unicode.Scalar(byte)
        let number = "U+" + hexadecimal(scalar, digits: 4).uppercased()
        return isPrintable(scalar) ? "\(number) '\(scalar)'" : number
    }

    private static func escaped(_ text: String, quote: Unicode.Scalar) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\": result += "\\\(scalar)"
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            case "\u{00}"..."\u{1F}", "\u{7F}": result += "\\x" + hexadecimal(scalar, digits: 2)
            default:
                if isPrintable(scalar) {
                    result.unicodeScalars.append(scalar)
                } else if scalar.value < 0x10000 {
                    result += "\\u" + hexadecimal(scalar, digits: 4)
                } else {
                    result += "\\U" + hexadecimal(scalar, digits: 8)
                }
            }
        }
        return result
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
