extension TOMLScanner {
    /// A text in quotes of any of the four kinds.
    ///
    /// - Parameter severalLines: Whether it may have them; a key may not.
    mutating func string(severalLines: Bool) throws(TOMLError) -> String {
        let start = line
        if severalLines && skip(all: "\"\"\"") { return try longString("\"", start) }
        if severalLines && skip(all: "'''") { return try longString("'", start) }
        let isLiteral = next == UInt8(ascii: "'")
        let quote = takeByte()
        var bytes: [UInt8] = []
        while let byte = next {
            if byte == UInt8(ascii: "\n") { break }
            _ = takeByte()
            if byte == quote { return String(decoding: bytes, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") && !isLiteral {
                bytes += try escape()
            } else {
                bytes.append(byte)
            }
        }
        throw TOMLError(start, "a text in quotes begins here and does not end on this line")
    }

    /// A text between three quotes on either side, from behind the first three.
    private mutating func longString(_ quote: Unicode.Scalar, _ start: Int) throws(TOMLError) -> String {
        _ = skipLineEnd()
        var bytes: [UInt8] = []
        while true {
            var quotes = 0
            while quotes < 5 && skip(quote) { quotes += 1 }
            bytes += [UInt8](repeating: UInt8(ascii: quote), count: quotes >= 3 ? quotes - 3 : quotes)
            if quotes >= 3 { return String(decoding: bytes, as: UTF8.self) }
            guard let byte = takeByte() else { throw TOMLError(start, "a text in quotes begins here and does not end") }
            if byte != UInt8(ascii: "\\") || quote == "'" {
                bytes.append(byte)
            } else if !skipBrokenLine() {
                bytes += try escape()
            }
        }
    }

    /// Whether the line ends here but for blanks; if so, the text goes on with the next word.
    private mutating func skipBrokenLine() -> Bool {
        var ahead = self
        ahead.skipBlanks()
        if !ahead.skipLineEnd() { return false }
        repeat { ahead.skipBlanks() } while ahead.skipLineEnd()
        self = ahead
        return true
    }

    /// What the escape stands for whose backslash was passed.
    private mutating func escape() throws(TOMLError) -> [UInt8] {
        let byte = next == UInt8(ascii: "\n") ? nil : takeByte()
        switch byte {
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte.map { [$0] } ?? []
        case UInt8(ascii: "u"): return try character(digits: 4)
        case UInt8(ascii: "U"): return try character(digits: 8)
        default: throw error(#"a \ in quotes that begins no escape"#, #"write \\ for one, or the text in '…'"#)
        }
    }

    private mutating func character(digits count: Int) throws(TOMLError) -> [UInt8] {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
                throw error("\(found) stands where a hexadecimal digit should be")
            }
            _ = takeByte()
            value = value << 4 | UInt32(digit)
        }
        guard let scalar = Unicode.Scalar(value) else { throw error("an escape that is no character") }
        return Array(String(Character(scalar)).utf8)
    }

    private func error(_ problem: String, _ remedy: String) -> TOMLError { TOMLError(line, problem, remedy) }
}
