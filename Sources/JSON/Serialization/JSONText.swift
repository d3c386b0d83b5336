/// Changes to a JSON text that leave its meaning as it is, as Go's `encoding/json` makes them. None of them checks it.
package enum JSONText {
    /// The text without white space between its tokens: Go's `json.Compact`.
    package static func compacted(_ text: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var strings = StringTracker()
        for byte in text {
            let isInString = strings.isInString(byte)
            if isInString || !byte.isJSONWhitespace { result.append(byte) }
        }
        return result
    }

    /// The text with what browsers could take for markup or for the end of a line escaped, as Go's `json.Marshal`
    /// escapes a `json.RawMessage`. Such bytes stand only in strings, so that the meaning does not change.
    package static func escapedForHTML(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if let escape = HTMLEscape(text, at: index) {
                result.append(contentsOf: escape.replacement.utf8)
                index += escape.length
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    /// The text with each element on a line of its own, deeper by one indent than what is around it: Go's
    /// `json.Indent` with no prefix.
    ///
    /// - Parameter indent: ASCII white space.
    package static func indented(_ text: [UInt8], by indent: String = "  ") -> [UInt8] {
        let indent = Array(indent.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 2)
        var strings = StringTracker()
        var depth = 0
        var isEmpty = false
        for byte in text {
            if strings.isInString(byte) {
                openLine(&isEmpty, &depth, indent, &result)
                result.append(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                openLine(&isEmpty, &depth, indent, &result)
                result.append(byte)
                isEmpty = true
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isEmpty {
                    isEmpty = false
                } else {
                    depth = max(0, depth - 1)
                    appendLine(depth, indent, &result)
                }
                result.append(byte)
            case UInt8(ascii: ","):
                result.append(byte)
                appendLine(depth, indent, &result)
            case UInt8(ascii: ":"):
                result.append(byte)
                result.append(UInt8(ascii: " "))
            case _ where byte.isJSONWhitespace:
                break
            default:
                openLine(&isEmpty, &depth, indent, &result)
                result.append(byte)
            }
        }
        return result
    }

    /// Begins the first element's line of a container that turned out to have one.
    private static func openLine(_ isEmpty: inout Bool, _ depth: inout Int, _ indent: [UInt8], _ result: inout [UInt8])
    {
        if !isEmpty { return }
        isEmpty = false
        depth += 1
        appendLine(depth, indent, &result)
    }

    private static func appendLine(_ depth: Int, _ indent: [UInt8], _ result: inout [UInt8]) {
        result.append(UInt8(ascii: "\n"))
        for _ in 0..<depth { result.append(contentsOf: indent) }
    }
}

/// Knows, byte by byte, whether a JSON text is inside a string.
private struct StringTracker {
    private var isOpen = false
    private var isEscaped = false

    /// Whether the next byte belongs to a string, its quotes included.
    mutating func isInString(_ byte: UInt8) -> Bool {
        if !isOpen {
            isOpen = byte == UInt8(ascii: "\"")
            return isOpen
        }
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isOpen = false
        }
        return true
    }
}
