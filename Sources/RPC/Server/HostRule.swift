import NIOHTTP1

/// What Go's server demands of the `Host` header; the page of endpoints shows it.
enum HostRule {
    /// - Returns: The host, or what is wrong with it.
    static func host(_ head: HTTPRequestHead) -> Result<String, HostError> {
        let hosts = head.headers["host"]
        if hosts.isEmpty {
            return head.version.isBeforeKeepAlive || head.method == .CONNECT
                ? .success("") : .failure(HostError(reason: "missing required Host header"))
        }
        if hosts.count > 1 { return .failure(HostError(reason: "too many Host headers")) }
        if !hosts[0].utf8.allSatisfy(isAllowed) { return .failure(HostError(reason: "malformed Host header")) }
        return .success(hosts[0])
    }

    /// RFC 3986's characters of a host and port (Go golang.org/x/net/http/httpguts `ValidHostHeader`).
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!$%&'()*+,-.:;=[]_~".utf8.contains(byte)
        }
    }
}

extension HTTPVersion {
    /// Whether it is a version before 1.1: `Host` may be missing, and connections end with their first request unless the
    /// client says otherwise.
    var isBeforeKeepAlive: Bool { (major, minor) < (1, 1) }
}

/// Why a request's host cannot be taken.
struct HostError: Error {
    let reason: String
}
