package import Wire

/// Writes compact JSON at the end of one buffer, escaped as Go's `encoding/json` does with HTML escaping on.
package struct JSONWriter: Sendable {
    private static let digits = Array("0123456789abcdef".utf8)

    /// What has been written.
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func append(_ value: JSONValue) {
        switch value {
        case .null: append(verbatim: "null")
        case .bool(let isTrue): append(verbatim: isTrue ? "true" : "false")
        case .number(let number): bytes.append(contentsOf: number.literal.utf8)
        case .string(let text): append(text)
        case .array(let elements):
            var separator = UInt8(ascii: "[")
            for element in elements {
                bytes.append(separator)
                append(element)
                separator = UInt8(ascii: ",")
            }
            if elements.isEmpty { bytes.append(separator) }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            var separator = UInt8(ascii: "{")
            for (key, value) in object.members {
                bytes.append(separator)
                append(key)
                bytes.append(UInt8(ascii: ":"))
                append(value)
                separator = UInt8(ascii: ",")
            }
            if object.members.isEmpty { bytes.append(separator) }
            bytes.append(UInt8(ascii: "}"))
        case .raw(let text): bytes.append(contentsOf: text)
        }
    }

    /// Writes punctuation, for whoever streams a long list whose elements it does not hold at once.
    package mutating func append(verbatim text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    // MARK: Strings

    /// Writes a string with its quotes.
    package mutating func append(_ text: ByteString) {
        let source = text.bytes
        bytes.append(UInt8(ascii: "\""))
        var unwritten = 0
        var index = 0
        while index < source.count {
            let length = JSONWriter.unescapedLength(in: source, at: index)
            if length > 0 {
                index += length
                continue
            }
            bytes.append(contentsOf: source[unwritten..<index])
            index += appendEscape(in: source, at: index)
            unwritten = index
        }
        bytes.append(contentsOf: source[unwritten...])
        bytes.append(UInt8(ascii: "\""))
    }

    /// Bytes of the character at this index, or 0 when it cannot stand in a string as it is.
    private static func unescapedLength(in source: [UInt8], at index: Int) -> Int {
        let byte = source[index]
        if byte < 0x80 {
            switch byte {
            case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): return 0
            // What browsers could take for markup.
            case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): return 0
            default: return 1
            }
        }
        guard let length = UTF8Sequence.length(in: source, at: index) else { return 0 }
        return JSONWriter.isLineSeparator(source, index, length) ? 0 : length
    }

    /// Writes the escape for the character at this index.
    ///
    /// - Returns: How many bytes the character has.
    private mutating func appendEscape(in source: [UInt8], at index: Int) -> Int {
        switch source[index] {
        case UInt8(ascii: "\""): append(verbatim: #"\""#)
        case UInt8(ascii: "\\"): append(verbatim: #"\\"#)
        // The short forms of \b and \f are Go's since 1.22.
        case 0x08: append(verbatim: #"\b"#)
        case 0x0C: append(verbatim: #"\f"#)
        case 0x0A: append(verbatim: #"\n"#)
        case 0x0D: append(verbatim: #"\r"#)
        case 0x09: append(verbatim: #"\t"#)
        case let byte where byte < 0x80:
            append(verbatim: #"\u00"#)
            bytes.append(JSONWriter.digits[Int(byte >> 4)])
            bytes.append(JSONWriter.digits[Int(byte & 15)])
        default:
            if let length = UTF8Sequence.length(in: source, at: index) {
                // U+2028 or U+2029, which end a line in JavaScript.
                append(verbatim: #"\u202"#)
                bytes.append(source[index + 2] == 0xA8 ? UInt8(ascii: "8") : UInt8(ascii: "9"))
                return length
            }
            append(verbatim: #"\ufffd"#)
        }
        return 1
    }

    private static func isLineSeparator(_ source: [UInt8], _ index: Int, _ length: Int) -> Bool {
        length == 3 && source[index] == 0xE2 && source[index + 1] == 0x80 && source[index + 2] & 0xFE == 0xA8
    }
}
