package import Wire

// CometBFT's forms of values (`libs/json`): 64-bit integers as strings, narrower ones as numbers, bytes in Base64,
// hashes and addresses in upper-case hexadecimal.
extension JSONValue {
    /// An integer in a string, as CometBFT writes int64, uint64 and int: `"5"`.
    package static func decimal(_ value: some BinaryInteger) -> JSONValue {
        .text(String(value))
    }

    /// An integer as a number, as CometBFT writes integers of 32 bits and less.
    package static func integer(_ value: some BinaryInteger) -> JSONValue {
        .number(JSONNumber(value))
    }

    /// A string.
    package static func text(_ value: String) -> JSONValue {
        .string(ByteString(value))
    }

    /// Bytes in Base64; `null` for nil, as Go writes a nil slice.
    package static func base64(_ bytes: [UInt8]?) -> JSONValue {
        if let bytes { .text(Base64.encode(bytes)) } else { .null }
    }

    /// Bytes in upper-case hexadecimal, as CometBFT writes its `HexBytes`; none make an empty string.
    package static func hex(_ bytes: [UInt8]) -> JSONValue {
        .text(Hex.uppercase(bytes))
    }

    /// An object without members.
    package static func members() -> JSONValue {
        .object(JSONObject())
    }

    /// An object with these members in this order.
    package static func members(_ members: (key: ByteString, value: JSONValue)...) -> JSONValue {
        .object(JSONObject(members))
    }

    /// An object with those of these members that have a value, as Go writes fields with `omitempty`.
    package static func members(leavingOutNil members: (key: ByteString, value: JSONValue?)...) -> JSONValue {
        var object = JSONObject()
        for (key, value) in members {
            if let value { object.append(key, value) }
        }
        return .object(object)
    }

    /// An array of these values, `[]` when there are none.
    package static func array(of values: some Sequence<some JSONEncodable>) -> JSONValue {
        .array(values.map(\.json))
    }

    /// An array of these values, `null` when there are none: Go's nil slice.
    package static func arrayOrNull(of values: some Collection<some JSONEncodable>) -> JSONValue {
        values.isEmpty ? .null : .array(of: values)
    }

    /// A value whose type is named beside it, as CometBFT writes what is held behind a Go interface.
    package static func tagged(_ type: ByteString, _ value: JSONValue) -> JSONValue {
        .members(("type", .string(type)), ("value", value))
    }
}
