import Foundation
import WideAreaNetwork

/// A client of the node's RPC that waits for each answer; every call is a connection of its own.
struct RPCClient: Sendable {
    let port: UInt16
    /// Whose port it is; this machine's when it is nil.
    var namespace: NetworkNamespace?

    /// The result of a call.
    ///
    /// - Throws: `TestError` for an error of the RPC, or when the node cannot be reached or leaves before it answers.
    func call(_ method: String, _ parameters: [String: any Sendable] = [:]) throws -> Answer {
        let answer = Answer(try JSONSerialization.jsonObject(with: text(method, parameters)))
        if answer.error.isThere { throw TestError("\(method): \(answer.error)") }
        return answer.result
    }

    /// The whole answer to a call, as the node writes it.
    func text(_ method: String, _ parameters: [String: any Sendable] = [:]) throws -> Data {
        let request: [String: Any] = ["jsonrpc": "2.0", "id": 1, "method": method, "params": parameters]
        return try post(JSONSerialization.data(withJSONObject: request))
    }

    /// Submits a transaction and waits for its block.
    ///
    /// - Returns: The block's height and the transaction's hash in hexadecimal.
    @discardableResult
    func commit(_ transaction: String) throws -> (height: Int64, hash: String) {
        let result = try call("broadcast_tx_commit", ["tx": Data(transaction.utf8).base64EncodedString()])
        let codes = try (result.check_tx.code.number, result.tx_result.code.number)
        if codes != (0, 0) { throw TestError("\(transaction): codes \(codes)") }
        return (try result.height.decimal, try result.hash.text)
    }

    /// The value the application has under a key; nil when it has none.
    func value(of key: String) throws -> String? {
        let response = try call("abci_query", ["path": "/key", "data": RPCClient.hexadecimal(key)]).response
        return response.value.isThere ? String(decoding: try response.value.base64, as: UTF8.self) : nil
    }

    static func hexadecimal(_ text: String) -> String {
        text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    // MARK: HTTP

    /// An answer with its status.
    struct HTTPAnswer {
        let status: Int
        let body: Data

        var json: Answer {
            get throws { Answer(try JSONSerialization.jsonObject(with: body)) }
        }
    }

    /// What is answered to a GET of this path and query.
    func get(_ target: String) throws -> HTTPAnswer {
        let connection = try Loopback.connect(
            port: port, in: namespace, patience: timeval(tv_sec: 90, tv_usec: 0))
        defer { close(connection) }
        try send(
            Data("GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8), to: connection)
        let (head, body) = try parts(from: connection)
        guard let status = head.firstMatch(of: /^HTTP\/1.1 (\d+)/).flatMap({ Int($0.1) }) else {
            throw TestError("no status: \(head)")
        }
        return HTTPAnswer(status: status, body: body)
    }

    private func post(_ body: Data) throws -> Data {
        let connection = try Loopback.connect(
            port: port, in: namespace, patience: timeval(tv_sec: 90, tv_usec: 0))
        defer { close(connection) }
        let head = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
        try send(Data("\(head)Content-Length: \(body.count)\r\n\r\n".utf8) + body, to: connection)
        return try parts(from: connection).body
    }

    private func send(_ data: Data, to connection: Int32) throws {
        var rest = data
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { throw TestError("cannot send: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    private func parts(from connection: Int32) throws -> (head: String, body: Data) {
        var received = Data()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            if count < 0 { throw TestError("cannot receive: \(errno)") }
            if count == 0 { break }
            received.append(contentsOf: chunk[..<count])
        }
        guard let end = received.firstRange(of: Data("\r\n\r\n".utf8)) else { throw TestError("no answer") }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        let body = received[end.upperBound...]
        guard let length = head.firstMatch(of: /(?i)content-length: *(\d+)/).flatMap({ Int($0.1) }),
            length == body.count
        else { throw TestError("half an answer: \(head)") }
        return (head, Data(body))
    }
}
