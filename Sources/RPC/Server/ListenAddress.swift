/// Where a server listens: `tcp://host:port` or `unix://path` (CometBFT `rpc.laddr`).
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// An empty host means every address of the machine; port 0 means any that is free.
    case tcp(host: String, port: Int)
    case unix(path: String)

    package init(_ text: String) throws(RPCServerError) {
        guard let mark = text.firstRange(of: "://") else {
            throw .address(
                text, "use fully formed addresses, including the tcp:// or unix:// prefix")
        }
        let rest = text[mark.upperBound...]
        switch text[..<mark.lowerBound] {
        case "tcp": self = try ListenAddress.tcp(rest, in: text)
        case "unix":
            if rest.isEmpty { throw .address(text, "a path must follow unix://") }
            self = .unix(path: String(rest))
        default: throw .address(text, "only tcp:// and unix:// can be listened on")
        }
    }

    private static func tcp(_ rest: Substring, in text: String) throws(RPCServerError) -> ListenAddress {
        guard let colon = rest.lastIndex(of: ":") else { throw .address(text, "the port is missing") }
        guard let port = Int(rest[rest.index(after: colon)...]), (0...65535).contains(port) else {
            throw .address(text, "the port is not a number from 0 to 65535")
        }
        var host = rest[..<colon]
        if host.first == "[" && host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .address(text, "an IPv6 address stands in brackets")
        }
        return .tcp(host: String(host), port: port)
    }

    package var description: String {
        switch self {
        case .tcp(let host, let port): "tcp://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .unix(let path): "unix://\(path)"
        }
    }
}
