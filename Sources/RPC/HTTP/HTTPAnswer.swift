package import JSON

/// An HTTP response without what belongs to the connection: no date, no length, no `Connection`.
package struct HTTPAnswer: Sendable {
    package let status: Int
    /// Names and values in the order in which they are sent.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// Whether nothing more is read from the client: it may still be sending what was refused.
    package let closesConnection: Bool

    package init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], closesConnection: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.closesConnection = closesConnection
    }

    /// What CometBFT answers to notifications: 200 and nothing else.
    package static let nothing = HTTPAnswer(status: 200)

    /// A day, for answers that will not change (CometBFT `WriteCacheableRPCResponseHTTP`).
    private static let cacheControl = "public, max-age=86400"

    /// A compact JSON text.
    ///
    /// - Parameter isCacheable: Whether caches on the way may keep it.
    package static func json(
        _ value: JSONValue, status: Int = 200, isCacheable: Bool = false, closesConnection: Bool = false
    ) -> HTTPAnswer {
        var headers = [(name: "Content-Type", value: "application/json")]
        if isCacheable { headers.append(("Cache-Control", cacheControl)) }
        return HTTPAnswer(
            status: status, headers: headers, body: value.serialized(), closesConnection: closesConnection)
    }

    /// A line of text, as Go's `http.Error` writes it.
    static func text(_ line: String, status: Int) -> HTTPAnswer {
        HTTPAnswer(
            status: status,
            headers: [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")],
            body: Array((line + "\n").utf8))
    }

    static let notFound = HTTPAnswer.text("404 page not found", status: 404)

    /// What Go's server says when it cannot make sense of a request.
    static func badRequest(_ reason: String = "") -> HTTPAnswer {
        let text = "400 Bad Request" + (reason.isEmpty ? "" : ": \(reason)")
        return HTTPAnswer(
            status: 400, headers: [("Content-Type", "text/plain; charset=utf-8")], body: Array(text.utf8),
            closesConnection: true)
    }
}
