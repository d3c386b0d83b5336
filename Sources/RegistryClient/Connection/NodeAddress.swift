/// Where a node's RPC is: `tcp://127.0.0.1:26657`.
package struct NodeAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    package let host: String
    package let port: UInt16

    /// The address of a text: `tcp://host:port`, `http://host:port` or `host:port`; the port may be missing.
    package init(_ text: String) throws(ClientError) {
        var rest = text[...]
        for scheme in ["tcp://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        if rest.contains("/") || rest.contains("@") { throw .address(text) }
        var port: Substring = "26657"
        if rest.hasPrefix("["), let end = rest.lastIndex(of: "]") {
            let behind = rest[rest.index(after: end)...]
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            if behind.hasPrefix(":") { port = behind.dropFirst() } else if !behind.isEmpty { throw .address(text) }
        } else if let colon = rest.lastIndex(of: ":") {
            host = String(rest[..<colon])
            port = rest[rest.index(after: colon)...]
            if host.contains(":") { throw .address(text) }
        } else {
            host = String(rest)
        }
        guard !host.isEmpty, let number = UInt16(port), number > 0 else { throw .address(text) }
        self.port = number
    }

    package var description: String { host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)" }

    /// As an HTTP request names it.
    var hostHeader: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
