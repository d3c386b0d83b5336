import JSON
import Wire

/// Why a request has no answer: a status of gRPC and what to tell the client, as the Cosmos SDK's gateway does.
package struct GatewayError: Error, Hashable, Sendable {
    /// The statuses that occur here (google.golang.org/grpc/codes).
    package enum Status: Int, Hashable, Sendable, CaseIterable {
        case unknown = 2
        case invalidArgument = 3
        case notFound = 5
        case unimplemented = 12
        case `internal` = 13
        case unavailable = 14
        case unauthenticated = 16

        /// The HTTP status that goes with it (grpc-gateway runtime `HTTPStatusFromCode`).
        package var http: Int {
            switch self {
            case .unknown, .internal: 500
            case .invalidArgument: 400
            case .notFound: 404
            case .unimplemented: 501
            case .unavailable: 503
            case .unauthenticated: 401
            }
        }
    }

    package let status: Status
    package let message: String

    package init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }

    /// What the gateway says of a path or method that it does not have.
    static let notImplemented = GatewayError(.unimplemented, "Not Implemented")

    /// A refusal of the application by its code: of the SDK, or of the registry.
    init(code: UInt32, log: ByteString, codespace: ByteString) {
        let status: Status =
            switch (codespace, code) {
            // As the SDK tells gRPC (baseapp/abci.go `gRPCErrorToSDKError`); addresses and heights are arguments too.
            case ("sdk", 18), ("sdk", 7), ("sdk", 10), ("sdk", 26): .invalidArgument
            case ("sdk", 4): .unauthenticated
            case ("sdk", 22): .notFound
            case ("sdk", 6): .unimplemented
            case ("contentregistry", 1101), ("contentregistry", 1100): .invalidArgument
            case ("contentregistry", 1104): .notFound
            default: .unknown
            }
        self.init(status, log.description)
    }

    /// Any error that was thrown on the way to an answer.
    static func of(_ error: any Error) -> GatewayError {
        (error as? GatewayError) ?? GatewayError(.internal, "\(error)")
    }

    var json: JSONValue {
        .members(("code", .integer(status.rawValue)), ("message", .text(message)), ("details", .array([])))
    }
}
