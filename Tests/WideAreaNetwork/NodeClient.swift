import Foundation

/// Asks a node on this machine; every question is a connection of its own.
package struct NodeClient: Sendable {
    private let port: UInt16
    private let namespace: NetworkNamespace?
    private let patience: timeval

    /// - Parameters:
    ///   - port: Where it serves RPC, on 127.0.0.1.
    ///   - namespace: Whose 127.0.0.1 it is; this thread's when it is nil.
    ///   - seconds: How long sending and receiving may take.
    package init(port: UInt16, in namespace: NetworkNamespace? = nil, seconds: Int) {
        self.port = port
        self.namespace = namespace
        patience = timeval(tv_sec: seconds, tv_usec: 0)
    }

    /// The last block that the node has; nil when it does not answer.
    package var height: Int64? {
        let sync = call("status")?["sync_info"] as? [String: Any]
        return (sync?["latest_block_height"] as? String).flatMap { Int64($0) }
    }

    /// The result of a call; nil when there is no answer.
    package func call(_ method: String, _ parameters: [String: String] = [:]) -> [String: Any]? {
        let request: [String: Any] = ["jsonrpc": "2.0", "id": 1, "method": method, "params": parameters]
        guard let body = try? JSONSerialization.data(withJSONObject: request), let answer = post(body),
            let value = try? JSONSerialization.jsonObject(with: answer) as? [String: Any]
        else { return nil }
        return value["result"] as? [String: Any]
    }

    private func post(_ body: Data) -> Data? {
        guard let connection = try? Loopback.connect(port: port, in: namespace, patience: patience) else { return nil }
        defer { close(connection) }
        var rest = Data(
            "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
        rest += body
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return nil }
            rest = rest.dropFirst(count)
        }
        var answer = Data()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            if count < 0 { return nil }
            if count == 0 { break }
            answer.append(contentsOf: chunk[..<count])
        }
        guard let head = answer.firstRange(of: Data("\r\n\r\n".utf8)) else { return nil }
        return answer[head.upperBound...]
    }
}
