package import Wire

/// Writes compact JSON at the end of one buffer, escaped as Go's `encoding/json` does with HTML escaping on.
package struct JSONWriter: Sendable {
    private static let digits = Array("0123456789abcdef".utf8)

    /// What has been written.
    package private(set) var bytes: [UInt8] = []

    /// An empty buffer with room for this many bytes.
    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes a value.
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
        var written = 0
        var index = 0
        while index < source.count {
            if JSONWriter.isPlain(source[index]) {
                index += 1
                continue
            }
            bytes.append(contentsOf: source[written..<index])
            index += appendSpecial(source, at: index)
            written = index
        }
        bytes.append(contentsOf: source[written...])
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether the byte is a character that stands in a string as it is.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x80...0xFF: false
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): false
        default: true
        }
    }

    /// Writes the character at this index, escaped if it must be.
    ///
    /// - Returns: How many bytes the character has.
    private mutating func appendSpecial(_ source: [UInt8], at index: Int) -> Int {
        if let escape = HTMLEscape(source, at: index) {
            bytes.append(contentsOf: escape.replacement.utf8)
            return escape.length
        }
        let byte = source[index]
        switch byte {
        case UInt8(ascii: "\""): append(verbatim: #"\""#)
        case UInt8(ascii: "\\"): append(verbatim: #"\\"#)
        // The short forms of these two are Go's since 1.22.
        case 0x08: append(verbatim: #"\b"#)
        case 0x0C: append(verbatim: #"\f"#)
        case 0x0A: append(verbatim: #"\n"#)
        case 0x0D: append(verbatim: #"\r"#)
        case 0x09: append(verbatim: #"\t"#)
        case 0..<0x20:
            append(verbatim: #"\u00"#)
            bytes.append(JSONWriter.digits[Int(byte >> 4)])
            bytes.append(JSONWriter.digits[Int(byte & 15)])
        default:
            guard let length = UTF8Sequence.length(in: source, at: index) else {
                append(verbatim: #"\ufffd"#)
                break
            }
            bytes.append(contentsOf: source[index..<index + length])
            return length
        }
        return 1
    }
}
