package import Wire

/// The text of a work as it is hashed: its words, whatever markup and line ends they came in.
///
/// Line ends become LF. Where the text holds markup, scripts, styles, comments and tags go, the ends of blocks become
/// line ends, and the five entities of XML, `&nbsp;` and numbers become characters. What stands within a line stays as
/// it is. The rules are those of DAON's registrations since August 2026, whose hashes must go on to match; they speak of
/// ECMAScript's white space and word characters.
package struct CanonicalText: Hashable, Sendable {
    /// UTF-8.
    package let bytes: [UInt8]
    /// Whether there was markup.
    package let hasLostMarkup: Bool

    /// The canonical text, or nil when there is nothing but markup: all such works would have one hash.
    package init?(_ text: ByteString) {
        let unified = CanonicalText.lineFeedsOnly(text.bytes)
        guard Markup.isPresent(in: unified) else {
            bytes = unified
            hasLostMarkup = false
            return
        }
        var words = Markup.withoutScriptsAndStyles(unified)
        words = Markup.withoutComments(words)
        words = Markup.withLineBreaks(words)
        words = Markup.withoutTags(words)
        words = Entities.decoded(words)
        words = CanonicalText.trimmed(CanonicalText.withoutLongGaps(words))
        if CanonicalText.isBlank(words) { return nil }
        bytes = words
        hasLostMarkup = true
    }

    static let lineFeed = UInt8(ascii: "\n")

    private static func lineFeedsOnly(_ text: [UInt8]) -> [UInt8] {
        let carriageReturn = UInt8(ascii: "\r")
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for (index, byte) in text.enumerated() {
            if byte == lineFeed && index > 0 && text[index - 1] == carriageReturn { continue }
            result.append(byte == carriageReturn ? lineFeed : byte)
        }
        return result
    }

    /// At most two line ends behind one another.
    private static func withoutLongGaps(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var count = 0
        for byte in text {
            count = byte == lineFeed ? count + 1 : 0
            if count <= 2 { result.append(byte) }
        }
        return result
    }

    /// Without lines of nothing but spaces and tabs at both ends; the indentation of the first line stays.
    private static func trimmed(_ text: [UInt8]) -> [UInt8] {
        let isMargin = { (byte: UInt8) in byte == lineFeed || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let head = text.prefix(while: isMargin)
        let rest = head.lastIndex(of: lineFeed).map { text[($0 + 1)...] } ?? text[...]
        let tailStart = (rest.lastIndex { !isMargin($0) }).map { $0 + 1 } ?? rest.startIndex
        let end = rest[tailStart...].firstIndex(of: lineFeed) ?? rest.endIndex
        return Array(rest[..<end])
    }

    private static func isBlank(_ text: [UInt8]) -> Bool {
        var index = 0
        while index < text.count {
            let length = Whitespace.length(text, at: index)
            if length == 0 { return false }
            index += length
        }
        return true
    }
}

/// ECMAScript's `\s` (ECMA-262 §22.2.2.9, WhiteSpace and LineTerminator).
enum Whitespace {
    /// Bytes of the white space character that begins here; 0 when there is none.
    static func length(_ text: [UInt8], at index: Int) -> Int {
        guard index < text.count else { return 0 }
        let byte = text[index]
        if byte == 0x20 || (0x09...0x0d).contains(byte) { return 1 }
        if byte < 0xc2 { return 0 }
        if byte == 0xc2 { return index + 1 < text.count && text[index + 1] == 0xa0 ? 2 : 0 }
        guard index + 2 < text.count else { return 0 }
        switch (byte, text[index + 1], text[index + 2]) {
        case (0xe1, 0x9a, 0x80): return 3  // U+1680
        case (0xe2, 0x80, 0x80...0x8a), (0xe2, 0x80, 0xa8...0xa9), (0xe2, 0x80, 0xaf): return 3  // U+2000…
        case (0xe2, 0x81, 0x9f): return 3  // U+205F
        case (0xe3, 0x80, 0x80): return 3  // U+3000
        case (0xef, 0xbb, 0xbf): return 3  // U+FEFF
        default: return 0
        }
    }

    /// The index behind all white space that begins here.
    static func end(_ text: [UInt8], from start: Int) -> Int {
        var index = start
        while true {
            let length = length(text, at: index)
            if length == 0 { return index }
            index += length
        }
    }
}
