import Wire

extension JSONScanner {
    /// The text of a string that has been scanned: escapes resolved; U+FFFD for each byte that is not UTF-8 and for each
    /// surrogate without its partner, as Go's `encoding/json` has it.
    func string(_ token: (range: Range<Int>, isPlain: Bool)) -> ByteString {
        if token.isPlain { return ByteString(Array(bytes[token.range])) }
        var text: [UInt8] = []
        text.reserveCapacity(token.range.count)
        var index = token.range.lowerBound
        while index < token.range.upperBound {
            if bytes[index] == UInt8(ascii: "\\") {
                index = appendEscaped(at: index + 1, to: &text)
            } else if let length = UTF8Sequence.length(in: bytes, at: index) {
                text.append(contentsOf: bytes[index..<index + length])
                index += length
            } else {
                text.append(contentsOf: UTF8Sequence.replacement)
                index += 1
            }
        }
        return ByteString(text)
    }

    /// Appends what the escape behind a backslash stands for.
    ///
    /// - Returns: The index behind the escape.
    private func appendEscaped(at index: Int, to text: inout [UInt8]) -> Int {
        switch bytes[index] {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): return appendUnicode(at: index + 1, to: &text)
        default: text.append(bytes[index])
        }
        return index + 1
    }

    private func appendUnicode(at index: Int, to text: inout [UInt8]) -> Int {
        let unit = codeUnit(at: index)
        var scalar = Unicode.Scalar(unit)
        var end = index + 4
        // A high surrogate takes the escape behind it along only when that is a low one.
        if UTF16.isLeadSurrogate(unit), bytes[end] == UInt8(ascii: "\\"), bytes[end + 1] == UInt8(ascii: "u") {
            let next = codeUnit(at: end + 2)
            if UTF16.isTrailSurrogate(next) {
                scalar = Unicode.Scalar(0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(next & 0x3FF)))
                end += 6
            }
        }
        text.append(contentsOf: scalar.map { Array(String($0).utf8) } ?? UTF8Sequence.replacement)
        return end
    }

    /// The four hexadecimal digits from this index on, which the scanner has seen to be there.
    private func codeUnit(at index: Int) -> UInt16 {
        bytes[index..<index + 4].reduce(0) { $0 << 4 | ($1.hexadecimalValue ?? 0) }
    }
}
