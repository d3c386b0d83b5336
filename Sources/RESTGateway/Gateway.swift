import ABCI
import Chain
import JSON
package import RPC
import Wire

/// The Cosmos SDK's REST interface, without sockets: finds the route of a request, and what answers it.
///
/// Answers are those of the SDK's gateway (grpc-gateway with gogoproto's JSON): names in snake case, 64-bit integers in strings,
/// bytes in Base64, enumerations by name, errors as `{"code":…,"message":…,"details":[]}` with the HTTP status of the code.
package struct Gateway: HTTPResponder {
    private let view: any NodeView
    package let bodyBytesMaximum: Int

    /// - Parameter bodyBytesMaximum: Bytes that a request's body may have.
    package init(view: any NodeView, bodyBytesMaximum: Int) {
        self.view = view
        self.bodyBytesMaximum = bodyBytesMaximum
    }

    package var bodyTooLarge: HTTPAnswer {
        let error = GatewayError(.invalidArgument, "the body is larger than \(bodyBytesMaximum) bytes")
        return .json(error.json, status: 413, closesConnection: true)
    }

    package func plan(_ question: HTTPQuestion) -> RPCPlan {
        if question.body.count > bodyBytesMaximum { return .answered(bodyTooLarge) }
        let view = view
        do {
            switch try Gateway.work(question) {
            case .fromMemory(let body): return .answered(.json(try body(view)))
            case .reading(let body):
                return .reading { Gateway.answer { try view.withChain { try body($0, view) } } }
            case .asking(let path, let data, let answer):
                return .waiting {
                    await Gateway.answer {
                        let response = try await view.query(RequestQuery(data: data, path: path))
                        if response.code != 0 {
                            throw GatewayError(code: response.code, log: response.log, codespace: response.codespace)
                        }
                        return try answer(response.value)
                    }
                }
            case .sending(let transaction, let stage, let answer):
                return .waiting {
                    let verdict = await withCheckedContinuation { continuation in
                        view.submit(transaction, until: stage) { continuation.resume(returning: $0) }
                    }
                    return Gateway.answer { try answer(verdict) }
                }
            }
        } catch {
            return .answered(Gateway.failure(error))
        }
    }

    /// The work of the route that a request names.
    private static func work(_ question: HTTPQuestion) throws -> GatewayWork {
        guard let target = RequestTarget(question.target) else {
            throw GatewayError(.invalidArgument, "the path cannot be read")
        }
        var path: [ByteString] = []
        for part in target.escapedPath.split(separator: "/") {
            guard let bytes = PercentEncoding.decodeBytes(part, plusIsSpace: false) else {
                throw GatewayError(.invalidArgument, "the path cannot be read")
            }
            path.append(ByteString(bytes))
        }
        let method = question.method == "HEAD" ? "GET" : question.method
        for route in GatewayRoute.all where route.method == method {
            guard let variables = route.variables(path) else { continue }
            return try route.work(
                GatewayRequest(variables: variables, query: target.query, body: question.body))
        }
        throw GatewayError.notImplemented
    }

    private static func answer(_ body: () throws -> JSONValue) -> HTTPAnswer {
        do {
            return .json(try body())
        } catch {
            return failure(error)
        }
    }

    private static func answer(_ body: () async throws -> JSONValue) async -> HTTPAnswer {
        do {
            return .json(try await body())
        } catch {
            return failure(error)
        }
    }

    private static func failure(_ error: any Error) -> HTTPAnswer {
        let error = GatewayError.of(error)
        return .json(error.json, status: error.status.http)
    }
}

extension GatewayRoute {
    /// Every path that is served.
    static let all = accounts + stake + transactions + chain + registry
}
