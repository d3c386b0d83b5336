import JSON
import Wire

extension RPCDispatcher {
    /// Calls in the body; without a body, the page that lists the routes.
    func jsonContent(_ body: RequestBody, host: String) -> RPCPlan.Content {
        switch body {
        case .empty: .answered(routes.page(host: host))
        case .unreadable(let reason):
            .answered(AnswerForm.failure(.parsing("error unmarshaling request: \(reason)"), status: 500))
        case .single(let request): steps([request])
        case .batch(let requests): steps(requests)
        }
    }

    /// The calls of those requests that are no notifications.
    ///
    /// The answer may be cached unless one of the calls forbids it; that a call fails does not.
    private func steps(_ requests: [CallRequest]) -> RPCPlan.Content {
        var steps: [RPCPlan.Step] = []
        var isCacheable = true
        for request in requests {
            guard let id = request.id else { continue }
            let step = step(request, id)
            if case .call(_, let call) = step, call.isCacheable {} else { isCacheable = false }
            steps.append(step)
        }
        return .steps(steps, isCacheable: isCacheable)
    }

    /// The call that a request makes.
    ///
    /// - Parameter refusal: The error for arguments that cannot be read.
    func step(
        _ request: CallRequest, _ id: RequestID, refusal: (String) -> CallError = CallError.invalidParameters
    ) -> RPCPlan.Step {
        guard let route = routes[request.method], !route.isOnWebSocketsOnly else {
            return .answered(CallAnswer(id: id, .failure(.methodNotFound)))
        }
        do {
            let arguments = try request.parameters.map { try ArgumentSource($0, names: route.parameters) }
            return .call(id, try route.bind(arguments, view))
        } catch let panic as CallPanic {
            return .panic(panic)
        } catch {
            let text = "error converting json params to arguments: \(ArgumentError.text(error))"
            return .answered(CallAnswer(id: id, .failure(refusal(text))))
        }
    }
}
