package import JSON
package import Wire

/// A JSON value as the text it was written as, white space around it left out.
///
/// CometBFT passes arguments around as `json.RawMessage` and shows that text in its errors. Only whole texts that have
/// been parsed are taken apart, so that the walk need not check anything.
package struct RawJSON: Sendable, Equatable {
    package let text: ArraySlice<UInt8>

    /// A text that stands for itself, whether it is JSON or not: an argument of a URI.
    package init(unchecked text: [UInt8]) {
        self.text = text[...]
    }

    /// A JSON text.
    package init(validating bytes: [UInt8]) throws(JSONError) {
        _ = try JSONValue(parsing: bytes)
        self.init(trimming: bytes[...])
    }

    private init(trimming slice: ArraySlice<UInt8>) {
        var slice = slice
        while let first = slice.first, first.isWhitespace { slice = slice.dropFirst() }
        while let last = slice.last, last.isWhitespace { slice = slice.dropLast() }
        text = slice
    }

    package var bytes: [UInt8] { Array(text) }

    /// Whether the text is the word null and nothing else.
    package var isNull: Bool { text.elementsEqual("null".utf8) }

    package var isArray: Bool { text.first == UInt8(ascii: "[") }

    package var isObject: Bool { text.first == UInt8(ascii: "{") }

    package func parsed() throws(JSONError) -> JSONValue {
        try JSONValue(parsing: bytes)
    }

    // MARK: Parts

    /// The elements of an array; none of anything else.
    package var elements: [RawJSON] {
        isArray ? pieces(separatedBy: UInt8(ascii: ",")).map { RawJSON(trimming: $0) } : []
    }

    /// The members of an object in their order, repeated names included; none of anything else.
    package var members: [(key: ByteString, value: RawJSON)] {
        if !isObject { return [] }
        return pieces(separatedBy: UInt8(ascii: ",")).compactMap { piece in
            guard let end = RawJSON(trimming: piece).keyEnd,
                case .string(let key)? = try? JSONValue(parsing: Array(RawJSON(trimming: piece).text[..<end]))
            else { return nil }
            let rest = piece[end...].drop { $0 != UInt8(ascii: ":") }.dropFirst()
            return (key, RawJSON(trimming: rest))
        }
    }

    /// Where the string ends with which the text begins.
    private var keyEnd: Int? {
        var isEscaped = false
        for index in text.indices.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if text[index] == UInt8(ascii: "\\") {
                isEscaped = true
            } else if text[index] == UInt8(ascii: "\"") {
                return index + 1
            }
        }
        return nil
    }

    /// What stands between the brackets, cut where a separator stands outside strings and inner brackets.
    private func pieces(separatedBy separator: UInt8) -> [ArraySlice<UInt8>] {
        let content = text.dropFirst().dropLast()
        if content.allSatisfy(\.isWhitespace) { return [] }
        var pieces: [ArraySlice<UInt8>] = []
        var start = content.startIndex
        var depth = 0
        var isInString = false
        var isEscaped = false
        for index in content.indices {
            let byte = content[index]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case separator where depth == 0:
                pieces.append(content[start..<index])
                start = index + 1
            default: break
            }
        }
        pieces.append(content[start...])
        return pieces
    }
}

extension UInt8 {
    /// White space between the tokens of a JSON text.
    fileprivate var isWhitespace: Bool {
        self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
    }
}
