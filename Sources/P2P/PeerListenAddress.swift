/// Where a node listens for peers: `tcp://host:port`, or without the scheme (CometBFT `p2p.laddr`).
package struct PeerListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Empty for every address of the machine.
    package let host: String
    /// 0 for any that is free.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package init(_ text: String) throws(PeerNetworkError) {
        let rest = text.hasPrefix("tcp://") ? text.dropFirst(6) : text[...]
        if rest.contains("://") { throw .address(text, "peers are listened for on tcp:// only") }
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
        self.init(host: String(host), port: port)
    }

    package var description: String { "tcp://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

/// Why no network was started.
package enum PeerNetworkError: Error, Equatable, CustomStringConvertible {
    /// The address, and what is wrong with it.
    case address(String, String)
    /// Another process listens there.
    case inUse(PeerListenAddress)
    /// The system's own words.
    case system(PeerListenAddress, String)

    package var description: String {
        switch self {
        case .address(let text, let reason): "p2p.laddr \(text): \(reason)"
        case .inUse(let address):
            "p2p.laddr \(address): another process listens there; stop it, or choose another port"
        case .system(let address, let reason): "p2p.laddr \(address): \(reason)"
        }
    }
}
