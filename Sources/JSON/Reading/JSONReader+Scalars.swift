package import Wire

// The names in the errors are Go's, because clients of the RPC see them.
extension JSONReader {
    /// A truth value; false for `null`.
    package func bool() throws(JSONError) -> Bool {
        switch value {
        case .bool(let isTrue): return isTrue
        case .null: return false
        default: throw mismatch("bool")
        }
    }

    /// A string; empty for `null`.
    package func string() throws(JSONError) -> ByteString {
        switch value {
        case .string(let text): return text
        case .null: return ""
        default: throw mismatch("string")
        }
    }

    /// Bytes in Base64; none for `null`.
    ///
    /// Go reads an array of numbers into a byte slice too.
    package func base64() throws(JSONError) -> [UInt8] {
        switch value {
        case .string(let text):
            guard let bytes = Base64.decode(text.bytes) else { throw error(CorruptText.base64(text.bytes)) }
            return bytes
        case .null: return []
        case .array(let elements):
            var bytes: [UInt8] = []
            bytes.reserveCapacity(elements.count)
            for element in try array() { bytes.append(try element.integer(as: UInt8.self, named: "uint8")) }
            return bytes
        default: throw mismatch("[]uint8")
        }
    }

    /// Bytes in hexadecimal of either case (CometBFT's `HexBytes`); none for `null`.
    package func hexBytes() throws(JSONError) -> [UInt8] {
        switch value {
        case .string(let text):
            guard let bytes = Hex.decode(text.description) else { throw error(CorruptText.hexadecimal(text.bytes)) }
            return bytes
        case .null: return []
        default: throw error("invalid hex string: \(value)")
        }
    }

    // MARK: Integers

    /// An int64, which CometBFT writes in a string.
    package func int64String() throws(JSONError) -> Int64 { try integerString(as: Int64.self, named: "int64") }

    /// A uint64, which CometBFT writes in a string.
    package func uint64String() throws(JSONError) -> UInt64 { try integerString(as: UInt64.self, named: "uint64") }

    /// An int32, which is a number.
    package func int32() throws(JSONError) -> Int32 { try integer(as: Int32.self, named: "int32") }

    /// A uint32, which is a number.
    package func uint32() throws(JSONError) -> UInt32 { try integer(as: UInt32.self, named: "uint32") }

    /// An integer written as a number, without fraction or exponent.
    ///
    /// - Parameter name: Go's name of the type, for the error.
    package func integer<Integer: FixedWidthInteger>(
        as type: Integer.Type, named name: String
    ) throws(JSONError) -> Integer {
        switch value {
        case .number(let number):
            if let integer = number.integer(as: type) { return integer }
            throw error("json: cannot unmarshal number \(number) into Go value of type \(name)")
        case .null: return 0
        default: throw mismatch(name)
        }
    }

    /// An integer written in a string.
    ///
    /// CometBFT reads what stands between the quotes as a JSON text of its own, so that spaces around the digits and
    /// the word null are allowed there, and the grammar of numbers holds.
    /// Deviation: digits written as escapes ("\u0031") are taken too; CometBFT refuses them, nobody writes them.
    ///
    /// - Parameter name: Go's name of the type, for the error.
    package func integerString<Integer: FixedWidthInteger>(
        as type: Integer.Type, named name: String
    ) throws(JSONError) -> Integer {
        switch value {
        case .null: return 0
        case .string(let text):
            do {
                return try JSONReader(JSONValue(parsing: text.bytes)).integer(as: type, named: name)
            } catch {
                throw error.inside(path)
            }
        default:
            throw error("invalid 64-bit integer encoding \(GoQuotation.string(value.description)), expected string")
        }
    }

    /// The error for a value of another kind than the one asked for, in Go's words.
    func mismatch(_ name: String) -> JSONError {
        error("json: cannot unmarshal \(value.kind) into Go value of type \(name)")
    }
}

extension JSONValue {
    /// What Go calls the kind of value.
    fileprivate var kind: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        case .raw(let text): (try? JSONValue(parsing: text))?.kind ?? "value"
        }
    }
}
