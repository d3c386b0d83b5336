import JSON

/// How answers to calls become HTTP (CometBFT rpc/jsonrpc/server/http_server.go).
enum AnswerForm {
    /// A call by URI: an error has status 500 and is never cached.
    static func uri(_ outcome: BoundCall.Outcome, isCacheable: Bool) -> HTTPAnswer {
        let answer = CallAnswer(id: .uri, outcome)
        switch outcome {
        case .success: return .json(answer.json, isCacheable: isCacheable)
        case .failure: return .json(answer.json, status: 500)
        }
    }

    /// Calls by JSON-RPC: status 200 whatever happened to them, and one answer alone is not put into an array, even if
    /// the request was one.
    static func calls(_ answers: [CallAnswer], isCacheable: Bool) -> HTTPAnswer {
        switch answers.count {
        case 0: .nothing
        case 1: .json(answers[0].json, isCacheable: isCacheable)
        default: .json(.array(of: answers), isCacheable: isCacheable)
        }
    }

    /// An error that is about the HTTP request and not about a call in it.
    static func failure(_ error: CallError, status: Int, id: RequestID? = nil) -> HTTPAnswer {
        .json(CallAnswer(id: id, .failure(error)).json, status: status)
    }

    /// What CometBFT's server makes of a handler that panics.
    static func panic(_ panic: CallPanic) -> HTTPAnswer {
        failure(.inside(panic.description), status: 500, id: .uri)
    }
}
