package import JSON
import Wire

/// Why a call has no result, as JSON-RPC says it.
package struct CallError: Error, Hashable, Sendable {
    package let code: Int
    package let message: String
    /// What happened in words; left out when empty.
    package let data: String

    package static func parsing(_ data: String) -> CallError {
        CallError(code: -32700, message: "Parse error. Invalid JSON", data: data)
    }

    package static func invalidRequest(_ data: String) -> CallError {
        CallError(code: -32600, message: "Invalid Request", data: data)
    }

    package static let methodNotFound = CallError(code: -32601, message: "Method not found", data: "")

    package static func invalidParameters(_ data: String) -> CallError {
        CallError(code: -32602, message: "Invalid params", data: data)
    }

    package static func inside(_ data: String) -> CallError {
        CallError(code: -32603, message: "Internal error", data: data)
    }
}

extension CallError: JSONEncodable {
    package var json: JSONValue {
        .members(
            leavingOutNil: ("code", .integer(code)), ("message", .text(message)),
            ("data", data.isEmpty ? nil : .text(data)))
    }
}
