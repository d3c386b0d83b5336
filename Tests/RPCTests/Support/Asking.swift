import RPC
import Testing

/// What the dispatcher answers, as text.
struct Asked: Equatable, CustomStringConvertible {
    let status: Int
    let body: String
    let headers: [String: String]

    var description: String { "\(status) \(body)" }

    init(_ answer: HTTPAnswer) {
        status = answer.status
        body = String(decoding: answer.body, as: UTF8.self)
        headers = Dictionary(answer.headers.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// Whether caches may keep the answer.
    var isCacheable: Bool { headers["Cache-Control"] == "public, max-age=86400" }
}

extension RPCDispatcher {
    func get(_ target: String, method: String = "GET") async -> Asked {
        Asked(await answer(HTTPQuestion(method: method, target: target, host: "localhost:26657")))
    }

    func post(_ body: String, to target: String = "/", contentType: String? = "application/json") async -> Asked {
        Asked(
            await answer(
                HTTPQuestion(
                    method: "POST", target: target, host: "localhost:26657", contentType: contentType,
                    body: Array(body.utf8))))
    }

    /// The `data` of the error that a request leads to, or its result.
    func outcome(_ answer: Asked) -> String {
        let body = answer.body
        for member in [#""data":"#, #""result":"#] {
            if let start = body.firstRange(of: member) {
                let text = body[start.upperBound...].dropLast()
                return String(member.contains("data") ? text.dropLast() : text)
            }
        }
        return body
    }
}
