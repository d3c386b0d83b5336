import JSON
import Wire

/// One call as a client wrote it.
struct CallRequest: Sendable {
    /// Nil for a notification: it is not carried out, and there is no answer to it.
    let id: RequestID?
    let method: ByteString
    /// Nil when the request has none at all.
    let parameters: RawJSON?

    /// What Go calls the type that requests are read into; a request that is no object gets to see it.
    private static let goType =
        #"struct { JSONRPC string "json:\"jsonrpc\""; ID interface {} "json:\"id,omitempty\""; "#
        + #"Method string "json:\"method\""; Params json.RawMessage "json:\"params\"" }"#

    /// The request in a JSON text. As in Go, names of members may be in any case, and what the version says does not
    /// matter.
    init(_ raw: RawJSON) throws(JSONError) {
        if !raw.isObject && !raw.isNull {
            throw JSONError("json: cannot unmarshal \(try raw.parsed().goKind) into Go value of type \(Self.goType)")
        }
        var id = JSONValue.null
        var method: ByteString = ""
        var parameters: RawJSON?
        for (key, value) in raw.members {
            if key.matches("jsonrpc") {
                _ = try CallRequest.text(value, field: "jsonrpc")
            } else if key.matches("method") {
                method = try CallRequest.text(value, field: "method") ?? method
            } else if key.matches("id") {
                id = try value.parsed()
            } else if key.matches("params") {
                parameters = value
            }
        }
        self.id = try RequestID(id)
        self.method = method
        self.parameters = parameters
    }

    /// A string; nil for null, which in Go leaves a field as it is.
    private static func text(_ raw: RawJSON, field: String) throws(JSONError) -> ByteString? {
        switch try raw.parsed() {
        case .string(let text): return text
        case .null: return nil
        case let other:
            throw JSONError("json: cannot unmarshal \(other.goKind) into Go struct field .\(field) of type string")
        }
    }
}

extension JSONValue {
    /// What Go's `encoding/json` calls a value in an error about its kind.
    var goKind: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        case .raw: "value"
        }
    }
}

extension ByteString {
    /// Whether the text is this name, its ASCII letters in any case.
    ///
    /// - Parameter name: In lower case.
    fileprivate func matches(_ name: StaticString) -> Bool {
        if bytes.count != name.utf8CodeUnitCount { return false }
        return name.withUTF8Buffer { name in
            bytes.indices.allSatisfy { index in
                let byte = bytes[index]
                let isCapital = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
                return (isCapital ? byte | 0x20 : byte) == name[index]
            }
        }
    }
}
