/// Finds the tokens of a JSON text (RFC 8259), with the verdicts and the error texts of Go's `encoding/json`.
struct JSONScanner {
    let bytes: [UInt8]
    /// Offset of the next byte.
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next byte that is not white space, not consumed; nil at the end.
    mutating func peek() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            if !byte.isJSONWhitespace { return byte }
            position += 1
        }
        return nil
    }

    /// Passes over the byte that `peek` has shown.
    mutating func advance() {
        if position < bytes.count { position += 1 }
    }

    // MARK: Tokens

    /// Passes over a string that begins at the next byte.
    ///
    /// - Returns: What stands between the quotes, and whether it is ASCII without escapes, that is, means itself.
    mutating func scanString() throws(JSONError) -> (range: Range<Int>, isPlain: Bool) {
        advance()
        let start = position
        var isPlain = true
        position = JSONScanner.endOfPlainText(bytes, from: start)
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                advance()
                return (start..<position - 1, isPlain)
            }
            if byte < 0x20 { throw unexpected("in string literal") }
            if byte >= 0x80 { isPlain = false }
            advance()
            if byte == UInt8(ascii: "\\") {
                isPlain = false
                try scanEscape()
            }
        }
        throw JSONScanner.unexpectedEnd
    }

    /// The first byte from `start` on that ends a string or is not a character that means itself.
    private static func endOfPlainText(_ bytes: [UInt8], from start: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var index = start
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 { break }
                index += 1
            }
            return index
        }
    }

    private mutating func scanEscape() throws(JSONError) {
        switch current {
        case UInt8(ascii: "u"):
            advance()
            for _ in 0..<4 {
                if current.hexadecimalValue == nil { throw unexpected("in \\u hexadecimal character escape") }
                advance()
            }
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"),
            UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""):
            advance()
        default:
            throw unexpected("in string escape code")
        }
    }

    /// Passes over a number that begins at the next byte.
    mutating func scanNumber() throws(JSONError) -> Range<Int> {
        let start = position
        if current == UInt8(ascii: "-") { advance() }
        if current == UInt8(ascii: "0") {
            advance()
        } else {
            try scanDigits("in numeric literal")
        }
        if current == UInt8(ascii: ".") {
            advance()
            try scanDigits("after decimal point in numeric literal")
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            advance()
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { advance() }
            try scanDigits("in exponent of numeric literal")
        }
        return start..<position
    }

    private mutating func scanDigits(_ context: String) throws(JSONError) {
        if !current.isDigit { throw unexpected(context) }
        while current.isDigit { advance() }
    }

    /// Passes over `true`, `false` or `null`, the first letter of which is the next byte.
    mutating func scanLiteral(_ literal: String) throws(JSONError) {
        for expected in literal.utf8 {
            if current != expected {
                throw unexpected("in literal \(literal) (expecting '\(Character(Unicode.Scalar(expected)))')")
            }
            advance()
        }
    }

    // MARK: Errors

    static let unexpectedEnd = JSONError("unexpected end of JSON input")

    /// The error for a next byte that cannot stand here.
    func unexpected(_ context: String) -> JSONError {
        JSONError("invalid character \(GoQuotation.character(current)) \(context)")
    }

    /// The next byte; a space at the end, which is what Go's scanner feeds itself there, so that it ends up in texts
    /// such as `invalid character ' ' in literal true (expecting 'e')`.
    private var current: UInt8 { position < bytes.count ? bytes[position] : UInt8(ascii: " ") }
}
