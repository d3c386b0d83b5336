import JSON
import Wire

extension RPCDispatcher {
    /// A call by URI: the method is the path, the arguments are in the query or in a form.
    func uriContent(_ target: RequestTarget, _ question: HTTPQuestion) -> RPCPlan.Content {
        if target.path == "/websocket" {
            // What CometBFT's WebSocket handshake says to a request that does not ask for one.
            return .answered(.text("Bad Request", status: 400))
        }
        guard let route = routes[ByteString(String(target.path.dropFirst()))] else { return .answered(.notFound) }
        if route.isOnWebSocketsOnly {
            return .answered(AnswerForm.failure(.methodNotFound, status: 404, id: .uri))
        }
        let arguments = QueryParameters(query: target.query, form: RPCDispatcher.form(question))
        do {
            return .uri(try route.bind(.uri(arguments), view))
        } catch let panic as CallPanic {
            return .answered(AnswerForm.panic(panic))
        } catch {
            let text = "error converting http params to arguments: \(ArgumentError.text(error))"
            return .answered(AnswerForm.failure(.invalidParameters(text), status: 500, id: .uri))
        }
    }

    /// The form that the body holds, empty when there is none.
    ///
    /// Deviation: Go reads forms of the kind `multipart/form-data` too.
    private static func form(_ question: HTTPQuestion) -> String {
        guard ["POST", "PUT", "PATCH"].contains(question.method), let type = question.contentType,
            type.prefix(while: { $0 != ";" }).lowercased() == "application/x-www-form-urlencoded"
        else { return "" }
        return String(decoding: question.body, as: UTF8.self)
    }
}

/// Why arguments cannot be read.
enum ArgumentError {
    /// The error's words without the place in the JSON, which CometBFT's errors do not tell.
    static func text(_ error: any Error) -> String {
        (error as? JSONError)?.message ?? "\(error)"
    }
}
