import JSON
import Wire

/// How a route's argument is read from JSON and from URIs, by the rules that CometBFT draws from the argument's Go type.
package struct ArgumentType<Value: Sendable>: Sendable {
    /// What a URI may write without JSON's quotes (CometBFT rpc/jsonrpc/server/http_uri_handler.go).
    enum Shape: Sendable {
        /// Digits without quotes.
        case integer
        /// Hexadecimal digits behind 0x.
        case text(@Sendable ([UInt8]) -> Value)
        /// Hexadecimal digits behind 0x, or the bytes of a quoted text.
        case bytes(@Sendable ([UInt8]) -> Value)
        /// Only JSON.
        case other
    }

    /// The value of an argument that is not given.
    let absent: Value
    /// Go's kind of the type, which one error shows.
    let kindName: String
    let shape: Shape
    /// Reads the JSON form. A URI's text need not be JSON.
    let read: @Sendable (RawJSON) throws -> Value
    /// Whether an answer to a call with this value may be cached.
    let allowsCaching: @Sendable (Value) -> Bool

    init(
        absent: Value, kindName: String, shape: Shape,
        allowsCaching: @escaping @Sendable (Value) -> Bool = { _ in true },
        read: @escaping @Sendable (RawJSON) throws -> Value
    ) {
        self.absent = absent
        self.kindName = kindName
        self.shape = shape
        self.allowsCaching = allowsCaching
        self.read = read
    }

    /// The value of a JSON text.
    func value(_ raw: RawJSON) throws -> Value {
        raw.isNull ? absent : try read(raw)
    }

    /// The value of a URI's argument; an empty one is the same as none.
    func value(ofURI text: ByteString) throws -> Value {
        if text.isEmpty { return absent }
        let bytes = text.bytes
        if case .integer = shape, ArgumentType.isDecimal(bytes) {
            return try value(RawJSON(unchecked: [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]))
        }
        if bytes.count >= 2, bytes[0] == UInt8(ascii: "0"), bytes[1] | 0x20 == UInt8(ascii: "x") {
            switch shape {
            case .text(let make), .bytes(let make): return make(try ArgumentType.hexadecimal(bytes.dropFirst(2)))
            case .integer, .other: throw JSONError("got a hex string arg, but expected '\(kindName)'")
            }
        }
        if case .bytes(let make) = shape, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") {
            return make(try JSONReader(JSONValue(parsing: bytes)).string().bytes)
        }
        return try value(RawJSON(unchecked: bytes))
    }

    /// Digits, with or without a minus sign.
    private static func isDecimal(_ bytes: [UInt8]) -> Bool {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
        return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) throws -> [UInt8] {
        try JSONReader(.string(ByteString(Array(digits)))).hexBytes()
    }
}
