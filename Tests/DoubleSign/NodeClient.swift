import Foundation
import WideAreaNetwork

/// Asks a node; every question is a connection of its own.
struct NodeClient: Sendable {
    let port: UInt16

    /// The last block that the node has; nil when it does not answer.
    var height: Int64? {
        let sync = call("status")?["sync_info"] as? [String: Any]
        return (sync?["latest_block_height"] as? String).flatMap { Int64($0) }
    }

    /// The result of a call; nil when there is no answer.
    func call(_ method: String, _ parameters: [String: String] = [:]) -> [String: Any]? {
        let request: [String: Any] = ["jsonrpc": "2.0", "id": 1, "method": method, "params": parameters]
        guard let body = try? JSONSerialization.data(withJSONObject: request), let answer = post(body),
            let value = try? JSONSerialization.jsonObject(with: answer) as? [String: Any]
        else { return nil }
        return value["result"] as? [String: Any]
    }

    private func post(_ body: Data) -> Data? {
        guard let connection = try? Loopback.connect(port: port, patience: timeval(tv_sec: 5, tv_usec: 0)) else {
            return nil
        }
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

extension Loopback {
    /// Whether nobody listens on a port.
    static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if descriptor < 0 { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
