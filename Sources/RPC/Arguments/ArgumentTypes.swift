import Chain
import JSON
import Wire

extension ArgumentType where Value == Int64 {
    static var int64: ArgumentType {
        ArgumentType(absent: 0, kindName: "int64", shape: .integer) { raw in
            try integer(raw, as: Int64.self, named: "int64")
        }
    }
}

extension ArgumentType where Value == UInt64 {
    static var uint: ArgumentType {
        ArgumentType(absent: 0, kindName: "uint", shape: .integer) { raw in
            try integer(raw, as: UInt64.self, named: "uint")
        }
    }
}

extension ArgumentType where Value == Int? {
    /// A number that has a default when it is not given.
    static var optionalInt: ArgumentType {
        ArgumentType(absent: nil, kindName: "int", shape: .integer) { raw in
            try integer(raw, as: Int.self, named: "int")
        }
    }
}

extension ArgumentType where Value == Height? {
    /// A height; the latest one when it is not given, so that an answer for it must not be cached.
    static var height: ArgumentType {
        ArgumentType(absent: nil, kindName: "int64", shape: .integer, allowsCaching: { $0 != nil }) { raw in
            Height(try integer(raw, as: Int64.self, named: "int64"))
        }
    }
}

extension ArgumentType where Value == Bool {
    static var bool: ArgumentType {
        ArgumentType(absent: false, kindName: "bool", shape: .other) { raw in try JSONReader(raw.parsed()).bool() }
    }
}

extension ArgumentType where Value == ByteString {
    static var text: ArgumentType {
        ArgumentType(absent: "", kindName: "string", shape: .text { ByteString($0) }) { raw in
            try JSONReader(raw.parsed()).string()
        }
    }
}

extension ArgumentType where Value == [ByteString] {
    /// A list of texts: only as JSON.
    static var texts: ArgumentType {
        ArgumentType(absent: [], kindName: "slice", shape: .other) { raw in
            var texts: [ByteString] = []
            // A body has at most so many bytes as `max_body_bytes` says, and a text takes three.
            for element in try JSONReader(raw.parsed()).array() { texts.append(try element.string()) }
            return texts
        }
    }
}

extension ArgumentType where Value == [UInt8] {
    /// Bytes in Base64.
    static var base64: ArgumentType {
        ArgumentType(absent: [], kindName: "slice", shape: .bytes { $0 }) { raw in
            try bytes(raw.parsed(), typeName: "[]uint8")
        }
    }

    /// Bytes in hexadecimal (CometBFT `HexBytes`).
    static var hexadecimal: ArgumentType {
        ArgumentType(absent: [], kindName: "slice", shape: .bytes { $0 }) { raw in
            let text = raw.text
            guard text.count >= 2, text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\"") else {
                throw JSONError("invalid hex string: \(String(decoding: text, as: UTF8.self))")
            }
            return try JSONReader(.string(ByteString(Array(text.dropFirst().dropLast())))).hexBytes()
        }
    }
}

extension ArgumentType where Value == Transaction {
    /// A transaction in Base64.
    static var transaction: ArgumentType {
        ArgumentType(absent: Transaction([]), kindName: "slice", shape: .bytes { Transaction($0) }) { raw in
            Transaction(try bytes(raw.parsed(), typeName: "types.Tx"))
        }
    }
}

extension ArgumentType where Value == Evidence? {
    /// Evidence of either kind behind its name.
    static var evidence: ArgumentType {
        ArgumentType(absent: nil, kindName: "interface", shape: .other) { raw in try Evidence(json: raw.parsed()) }
    }
}

/// Go's 64-bit integers stand in quotes; what stands between them is read as JSON of its own.
///
/// - Parameter name: Go's name of the type.
private func integer<Integer: FixedWidthInteger>(
    _ raw: RawJSON, as type: Integer.Type, named name: String
) throws -> Integer {
    if raw.text.elementsEqual("\"".utf8) {
        // CometBFT takes one quote for the first and for the last one.
        throw CallPanic("runtime error: slice bounds out of range [1:0]")
    }
    let isQuoted = raw.text.first == UInt8(ascii: "\"") && raw.text.last == UInt8(ascii: "\"")
    let value: JSONValue = isQuoted ? .string(ByteString(Array(raw.text.dropFirst().dropLast()))) : .raw(raw.bytes)
    return try JSONReader(value).integerString(as: type, named: name)
}

/// Bytes in Base64, with Go's name of their type in the error.
private func bytes(_ json: JSONValue, typeName: String) throws(JSONError) -> [UInt8] {
    switch json {
    case .string, .array, .null: return try JSONReader(json).base64()
    default: throw JSONError("json: cannot unmarshal \(json.goKind) into Go value of type \(typeName)")
    }
}
