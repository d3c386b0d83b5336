import JSON
import RPC
import Wire

/// A recorded response beside the answer that the dispatcher gave.
struct RPCAnswerComparison {
    let exchange: RPCExchange
    let answer: HTTPAnswer

    /// What the client gets of the body: nothing when it asked for the head alone.
    private var body: [UInt8] { exchange.question.method == "HEAD" ? [] : answer.body }

    /// Whether all agrees that is compared.
    var agrees: Bool {
        answer.status == exchange.status && headers == exchange.headers
            && (body == exchange.body || comparable.map { $0.expected == $0.actual } ?? false)
    }

    private var headers: [String: String] {
        let all = Dictionary(answer.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        return all.filter { RPCExchange.headerNames.contains($0.key) }
    }

    /// Both bodies without what is not compared; nil when one is no JSON.
    private var comparable: (expected: JSONValue, actual: JSONValue)? {
        guard var expected = try? JSONValue(parsing: exchange.body), var actual = try? JSONValue(parsing: body) else {
            return nil
        }
        for path in RPCMask.paths(exchange.method, in: expected) {
            expected = RPCMask.masked(expected, path[...])
            actual = RPCMask.masked(actual, path[...])
        }
        return (expected, actual)
    }

    /// How far the bodies agree, in bytes: of several answers that differ, the one that goes furthest tells most.
    var agreement: Int {
        let (expected, actual) = comparable.map { ($0.serialized(), $1.serialized()) } ?? (exchange.body, body)
        return zip(expected, actual).prefix { $0 == $1 }.count
    }

    func record(_ checker: inout Checker) {
        checker.expect("status", exchange.status, answer.status)
        for name in RPCExchange.headerNames {
            checker.expect(name, exchange.headers[name] ?? "none", headers[name] ?? "none")
        }
        if body == exchange.body {
            checker.record("body", true, expected: "", actual: "")
        } else if let (expected, actual) = comparable {
            checker.expect("body", json: expected, actual)
        } else {
            checker.expect("body", bytes: exchange.body, body)
        }
    }
}
