import NIOHTTP1

/// The head of a response: the answer's headers, and those that the connection adds.
enum RPCResponseHead {
    static func make(
        _ answer: HTTPAnswer, to request: HTTPRequestHead, isLast: Bool, date: inout HTTPDate
    ) -> HTTPResponseHead {
        date.update()
        var headers = HTTPHeaders()
        headers.reserveCapacity(answer.headers.count + 4)
        for (name, value) in answer.headers { headers.add(name: name, value: value) }
        headers.add(name: "X-Server-Time", value: date.seconds)
        headers.add(name: "Date", value: date.text)
        headers.add(name: "Content-Length", value: String(answer.body.count))
        if isLast {
            headers.add(name: "Connection", value: "close")
        } else if request.version.isBeforeKeepAlive {
            headers.add(name: "Connection", value: "keep-alive")
        }
        return HTTPResponseHead(
            version: request.version, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
    }
}
