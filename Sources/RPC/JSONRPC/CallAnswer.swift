package import JSON
import Wire

/// The answer to one call.
package struct CallAnswer: Sendable {
    /// Nil where the request could not be read well enough to have one.
    package let id: RequestID?
    package let outcome: Result<JSONValue, CallError>

    package init(id: RequestID?, _ outcome: Result<JSONValue, CallError>) {
        self.id = id
        self.outcome = outcome
    }
}

extension CallAnswer: JSONEncodable {
    package var json: JSONValue {
        switch outcome {
        case .success(let result):
            .members(leavingOutNil: ("jsonrpc", .text("2.0")), ("id", id?.json), ("result", result))
        case .failure(let error):
            .members(leavingOutNil: ("jsonrpc", .text("2.0")), ("id", id?.json), ("error", error.json))
        }
    }
}
