import JSON
import Wire

/// Reads HTTP requests and finds what answers them: CometBFT's JSON-RPC, without sockets.
package struct RPCDispatcher: Sendable {
    let view: any NodeView
    let routes: RouteTable
    let limits: RPCLimits

    package init(view: any NodeView, routes: RouteTable = .standard(), limits: RPCLimits = RPCLimits()) {
        self.view = view
        self.routes = routes
        self.limits = limits
    }

    /// What has to be done to answer a request. Nothing has been done yet.
    package func plan(_ question: HTTPQuestion) -> RPCPlan {
        RPCPlan(content: content(question))
    }

    /// The answer to a request.
    package func answer(_ question: HTTPQuestion) async -> HTTPAnswer {
        await plan(question).answerWaiting()
    }

    private func content(_ question: HTTPQuestion) -> RPCPlan.Content {
        guard let target = RequestTarget(question.target) else { return .answered(.badRequest()) }
        if question.body.count > limits.bodyBytesMaximum {
            return .answered(bodyTooLarge)
        }
        // A batch that is too long is refused wherever it is sent.
        let isForJSON = target.path == "/" && target.redirection == nil
        let readsBody = isForJSON || RequestBody.looksLikeBatch(question.body)
        let body = readsBody ? RequestBody(question.body) : .empty
        if case .batch(let requests) = body, limits.batchMaximum > 0, requests.count > limits.batchMaximum {
            return .answered(tooLongBatch)
        }
        if let place = target.redirection { return .answered(RPCDispatcher.redirection(question.method, to: place)) }
        return isForJSON ? jsonContent(body, host: target.host ?? question.host) : uriContent(target, question)
    }

    /// The answer to a body that is longer than allowed.
    package var bodyTooLarge: HTTPAnswer {
        let error = CallError.invalidRequest("error reading request body: http: request body too large")
        return .json(CallAnswer(id: nil, .failure(error)).json, status: 400, closesConnection: true)
    }

    private var tooLongBatch: HTTPAnswer {
        let text = "batch request exceeds maximum (\(limits.batchMaximum)) allowed number of requests"
        return AnswerForm.failure(.invalidRequest(text), status: 200)
    }

    /// Where the path should have led (Go `http.Redirect`).
    private static func redirection(_ method: String, to place: String) -> HTTPAnswer {
        var headers = [(name: "Location", value: place)]
        if method == "GET" || method == "HEAD" { headers.append(("Content-Type", "text/html; charset=utf-8")) }
        let link = "<a href=\"\(HTMLText.escaped(place))\">Moved Permanently</a>.\n\n"
        return HTTPAnswer(status: 301, headers: headers, body: method == "GET" ? Array(link.utf8) : [])
    }
}
