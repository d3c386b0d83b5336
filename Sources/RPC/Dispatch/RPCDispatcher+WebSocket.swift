import JSON
import Wire

extension RPCDispatcher {
    /// What has to be done to answer a message on a WebSocket, which is one call. An empty body is no answer.
    ///
    /// Deviation: Go passes over what stands behind the call in a message; here that is an error.
    package func plan(message: [UInt8]) -> RPCPlan {
        let request: CallRequest
        do {
            request = try CallRequest(RawJSON(validating: message))
        } catch {
            return RPCPlan(content: .steps([.answered(RPCDispatcher.unreadable(message, error))], isCacheable: false))
        }
        guard let id = request.id else { return RPCPlan(content: .steps([], isCacheable: false)) }
        return RPCPlan(content: .steps([webSocketStep(request, id)], isCacheable: false))
    }

    private func webSocketStep(_ request: CallRequest, _ id: RequestID) -> RPCPlan.Step {
        guard routes[request.method]?.isOnWebSocketsOnly == true else {
            return step(request, id, refusal: CallError.inside)
        }
        // Deviation: there are no subscriptions yet. To end one that nobody has is the error that it always is.
        let text = request.method == "subscribe" ? "this version has no subscriptions" : "subscription not found"
        return .answered(CallAnswer(id: id, .failure(.inside(text))))
    }

    /// CometBFT reads messages as streams, whose end has another name than that of a text.
    private static func unreadable(_ message: [UInt8], _ error: JSONError) -> CallAnswer {
        let isCut = error.message == "unexpected end of JSON input"
        let isEmpty = message.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let reason = isCut ? (isEmpty ? "EOF" : "unexpected EOF") : error.message
        return CallAnswer(id: nil, .failure(.parsing("error unmarshaling request: \(reason)")))
    }
}
