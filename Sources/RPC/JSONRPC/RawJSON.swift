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
        try JSONValue.check(bytes)
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
        if let plainString { return .string(ByteString(Array(plainString))) }
        return try JSONValue(parsing: bytes)
    }

    /// What stands between the quotes of a string, when every character there means itself; nil otherwise. So are most
    /// strings, and a long one need not be read twice.
    private var plainString: ArraySlice<UInt8>? {
        guard text.count >= 2, text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\"") else { return nil }
        let content = text.dropFirst().dropLast()
        let isPlain = content.withUnsafeBufferPointer { bytes in
            !bytes.contains { $0 < 0x20 || $0 >= 0x80 || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }
        }
        return isPlain ? content : nil
    }

    // MARK: Parts

    /// The elements of an array; none of anything else.
    package var elements: [RawJSON] {
        isArray ? pieces.map { RawJSON(trimming: $0.text) } : []
    }

    /// The members of an object in their order, repeated names included; none of anything else.
    package var members: [(key: ByteString, value: RawJSON)] {
        if !isObject { return [] }
        return pieces.compactMap { piece in
            guard let colon = piece.colon,
                case .string(let key)? = try? RawJSON(trimming: piece.text[..<colon]).parsed()
            else { return nil }
            return (key, RawJSON(trimming: piece.text[(colon + 1)...]))
        }
    }

    /// A part of an array or object.
    private struct Piece {
        var text: ArraySlice<UInt8>
        /// Where its first colon stands outside strings and inner brackets.
        var colon: Int?
    }

    /// What stands between the brackets, cut where a comma stands outside strings and inner brackets.
    private var pieces: [Piece] {
        let content = text.dropFirst().dropLast()
        if content.allSatisfy(\.isWhitespace) { return [] }
        var pieces: [Piece] = []
        var start = content.startIndex
        var colon: Int?
        content.withUnsafeBufferPointer { bytes in
            var depth = 0
            var index = 0
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "\""): index = RawJSON.endOfString(bytes, at: index)
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: ":") where depth == 0: colon = colon ?? content.startIndex + index
                case UInt8(ascii: ",") where depth == 0:
                    let end = content.startIndex + index
                    pieces.append(Piece(text: content[start..<end], colon: colon))
                    start = end + 1
                    colon = nil
                default: break
                }
                index += 1
            }
        }
        pieces.append(Piece(text: content[start...], colon: colon))
        return pieces
    }

    /// Where the string ends whose first quote this is.
    private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, at quote: Int) -> Int {
        var index = quote + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return index
    }
}

extension UInt8 {
    /// White space between the tokens of a JSON text.
    fileprivate var isWhitespace: Bool {
        self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
    }
}
