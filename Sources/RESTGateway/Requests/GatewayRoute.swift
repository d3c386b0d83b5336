import ABCI
import Chain
import JSON
import RPC
import Wire

/// What answers a request, and what of the node it needs.
enum GatewayWork: Sendable {
    /// What the node knows without looking.
    case fromMemory(@Sendable (any NodeView) throws -> JSONValue)
    /// What it has stored of the chain.
    case reading(@Sendable (any ChainView, any NodeView) throws -> JSONValue)
    /// A question to the application, by its path of `abci_query`, and what its answer's bytes mean.
    case asking(ByteString, [UInt8], @Sendable ([UInt8]) throws -> JSONValue)
    /// A transaction for the mempool, and what became of it.
    case sending(
        Transaction, until: SubmissionStage, @Sendable (Result<ResponseCheckTx, any Error>) throws -> JSONValue)
}

/// A path of the gateway, its method, and what answers there.
struct GatewayRoute: Sendable {
    private enum Part: Sendable {
        case literal(String)
        case variable(String)
    }

    let method: String
    /// As in `/cosmos/auth/v1beta1/accounts/{address}`.
    let pattern: String
    private let parts: [Part]
    private let read: @Sendable (GatewayRequest) throws -> GatewayWork

    /// - Parameter read: Reads the request, and says what answers it.
    init(
        _ pattern: String, method: String = "GET", _ read: @escaping @Sendable (GatewayRequest) throws -> GatewayWork
    ) {
        self.method = method
        self.pattern = pattern
        parts = pattern.split(separator: "/").map { part in
            part.hasPrefix("{") ? .variable(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
        self.read = read
    }

    /// The variable parts of a path that is the route's, or nil.
    ///
    /// - Parameter path: Its parts, escapes resolved.
    func variables(_ path: [ByteString]) -> [String: ByteString]? {
        if path.count != parts.count { return nil }
        var variables: [String: ByteString] = [:]
        for (part, text) in zip(parts, path) {
            switch part {
            case .literal(let literal): if ByteString(literal) != text { return nil }
            case .variable(let name): variables[name] = text
            }
        }
        return variables
    }

    func work(_ request: GatewayRequest) throws -> GatewayWork { try read(request) }
}
