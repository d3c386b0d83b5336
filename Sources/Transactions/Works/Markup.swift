import Wire

/// Taking markup out of a text, in a time that grows with the text alone.
enum Markup {
    private static let open = UInt8(ascii: "<")
    private static let close = UInt8(ascii: ">")
    private static let slash = UInt8(ascii: "/")

    /// Names of the tags that end a line.
    private static let blocks: Set<ByteString> = [
        "p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "blockquote", "pre",
        "figcaption", "header", "footer", "main", "aside", "ul", "ol", "table", "hr",
    ]

    /// Whether there is a tag with a name, so that `a < b and c > d` is none.
    static func isPresent(in text: [UInt8]) -> Bool {
        text.indices.contains { text[$0] == open && isTag(text, at: $0) }
    }

    private static func isTag(_ text: [UInt8], at start: Int) -> Bool {
        var index = start + 1
        if index < text.count, text[index] == slash { index += 1 }
        guard index < text.count, isLetter(text[index]) else { return false }
        while index < text.count, isWord(text[index]) && text[index] != UInt8(ascii: "_") || at(text, index, "-") {
            index += 1
        }
        if Whitespace.length(text, at: index) > 0 {
            let end = text[index...].firstIndex { $0 == open || $0 == close }
            return end.map { text[$0] == close } ?? false
        }
        if at(text, index, "/") { index += 1 }
        return at(text, index, ">")
    }

    /// Scripts and styles go with all that is in them.
    static func withoutScriptsAndStyles(_ text: [UInt8]) -> [UInt8] {
        /// Names of which no end follows any more.
        var unended: Set<ByteString> = []
        return replacing(text) { index in
            let name = ByteString(word(text, from: index + 1))
            guard name == "script" || name == "style", !unended.contains(name),
                let head = text[index...].firstIndex(of: close)
            else { return nil }
            guard let end = endTag(of: name, in: text, from: head + 1) else {
                unended.insert(name)
                return nil
            }
            return (end, nil)
        }
    }

    /// The index behind the next `</name >`.
    private static func endTag(of name: ByteString, in text: [UInt8], from start: Int) -> Int? {
        var index = start
        while let found = text[index...].firstIndex(of: open) {
            index = found + 1
            guard at(text, index, "/"), matches(text, at: index + 1, name) else { continue }
            let end = Whitespace.end(text, from: index + 1 + name.bytes.count)
            if at(text, end, ">") { return end + 1 }
        }
        return nil
    }

    static func withoutComments(_ text: [UInt8]) -> [UInt8] {
        var isUnended = false
        return replacing(text) { index in
            guard !isUnended, matches(text, at: index + 1, "!--") else { return nil }
            var end = index + 4
            while let found = text[min(end, text.count)...].firstIndex(of: close) {
                if found >= index + 6, text[found - 1] == UInt8(ascii: "-"), text[found - 2] == UInt8(ascii: "-") {
                    return (found + 1, nil)
                }
                end = found + 1
            }
            isUnended = true
            return nil
        }
    }

    /// `<br>` becomes a line end, and so does the beginning and the end of a block.
    static func withLineBreaks(_ text: [UInt8]) -> [UInt8] {
        let broken = replacing(text) { index in
            guard matches(text, at: index + 1, "br") else { return nil }
            var end = Whitespace.end(text, from: index + 3)
            if at(text, end, "/") { end += 1 }
            return at(text, end, ">") ? (end + 1, CanonicalText.lineFeed) : nil
        }
        let last = broken.lastIndex(of: close) ?? -1
        return replacing(broken) { index in
            let start = at(broken, index + 1, "/") ? index + 2 : index + 1
            guard index < last, blocks.contains(ByteString(word(broken, from: start))),
                let end = broken[start...].firstIndex(of: close)
            else { return nil }
            return (end + 1, CanonicalText.lineFeed)
        }
    }

    /// All other tags leave nothing behind.
    static func withoutTags(_ text: [UInt8]) -> [UInt8] {
        let last = text.lastIndex(of: close) ?? -1
        return replacing(text) { index in
            guard index < last, let end = text[index...].firstIndex(of: close) else { return nil }
            return (end + 1, nil)
        }
    }

    /// The text with what begins at a `<` replaced where `match` says how far it goes, and by what.
    private static func replacing(
        _ text: [UInt8], _ match: (_ index: Int) -> (end: Int, replacement: UInt8?)?
    ) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == open, let (end, replacement) = match(index) {
                if let replacement { result.append(replacement) }
                index = end
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    // MARK: Characters

    private static func at(_ text: [UInt8], _ index: Int, _ character: Unicode.Scalar) -> Bool {
        index < text.count && text[index] == UInt8(ascii: character)
    }

    /// The word characters from here on, in lower case; no more than any name has.
    private static func word(_ text: [UInt8], from start: Int) -> [UInt8] {
        guard start < text.count else { return [] }
        return text[start...].prefix(16).prefix(while: isWord).map { isLetter($0) ? $0 | 0x20 : $0 }
    }

    /// Whether this name stands here, in any case.
    private static func matches(_ text: [UInt8], at start: Int, _ name: ByteString) -> Bool {
        guard start + name.bytes.count <= text.count else { return false }
        return zip(text[start...], name.bytes).allSatisfy { (isLetter($0) ? $0 | 0x20 : $0) == $1 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// ECMAScript's `\w`.
    private static func isWord(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
}

/// Entities of markup as characters.
enum Entities {
    private static let named: [ByteString: UInt8] = [
        "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"), "quot": UInt8(ascii: "\""),
        "apos": UInt8(ascii: "'"), "nbsp": UInt8(ascii: " "),
    ]

    /// The text with the five entities of XML, `&nbsp;` and numbers decoded once; others stay as they are.
    static func decoded(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "&"), let (end, characters) = entity(text, at: index + 1) {
                result += characters
                index = end
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    private static func entity(_ text: [UInt8], at start: Int) -> (end: Int, characters: [UInt8])? {
        let body = text[min(start, text.count)...].prefix { isLetterOrDigit($0) || $0 == UInt8(ascii: "#") }
        guard body.endIndex < text.count, text[body.endIndex] == UInt8(ascii: ";") else { return nil }
        let end = body.endIndex + 1
        guard body.first == UInt8(ascii: "#") else {
            return named[ByteString(Array(body))].map { (end, [$0]) }
        }
        guard let scalar = number(body.dropFirst()).flatMap({ Unicode.Scalar($0) }) else { return nil }
        return (end, Array(String(Character(scalar)).utf8))
    }

    /// The number in decimal, or in hexadecimal behind an `x`; nil when it is none or beyond Unicode.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
        let isHexadecimal = digits.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
        let digits = isHexadecimal ? digits.dropFirst() : digits
        if digits.isEmpty { return nil }
        var value: UInt32 = 0
        for digit in digits {
            guard let meaning = Character(Unicode.Scalar(digit)).hexDigitValue, isHexadecimal || meaning < 10 else {
                return nil
            }
            value = value * (isHexadecimal ? 16 : 10) + UInt32(meaning)
            if value > 0x10ffff { return nil }
        }
        return value
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
