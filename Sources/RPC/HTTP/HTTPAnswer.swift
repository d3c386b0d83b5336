package import JSON

/// An HTTP response without what belongs to the connection: no date, no length, no `Connection`.
package struct HTTPAnswer: Sendable {
    package let status: Int
    /// Names and values in the order in which they are sent.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// What CometBFT answers to notifications: 200 and nothing else.
    package static let nothing = HTTPAnswer(status: 200)

    /// A day, for answers that will not change (CometBFT `WriteCacheableRPCResponseHTTP`).
    private static let cacheControl = "public, max-age=86400"

    /// A compact JSON text.
    ///
    /// - Parameter isCacheable: Whether caches on the way may keep it.
    package static func json(_ value: JSONValue, status: Int = 200, isCacheable: Bool = false) -> HTTPAnswer {
        var headers = [(name: "Content-Type", value: "application/json")]
        if isCacheable { headers.append(("Cache-Control", cacheControl)) }
        return HTTPAnswer(status: status, headers: headers, body: value.serialized())
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
    package static let badRequest = HTTPAnswer(
        status: 400, headers: [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")],
        body: Array("400 Bad Request".utf8))
}
