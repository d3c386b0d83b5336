/// Where a server of the node waits for connections.
package enum ListenAddress: Hashable, Sendable {
    /// A host, empty for every interface, and a port, zero for any that is free.
    case tcp(host: String, port: Int)
    /// The path of a socket.
    case unix(path: String)

    /// The address in CometBFT's form: `tcp://host:port`, `unix://path`, or `host:port`.
    package init(_ text: String) throws(ListenAddressError) {
        var scheme: Substring = "tcp"
        var rest = text[...]
        if let separator = text.firstRange(of: "://") {
            scheme = text[..<separator.lowerBound]
            rest = text[separator.upperBound...]
        }
        switch scheme {
        case "unix":
            if rest.isEmpty { throw ListenAddressError(text, "has no path") }
            self = .unix(path: String(rest))
        case "tcp", "tcp4", "tcp6": self = try ListenAddress.tcp(rest, in: text)
        default: throw ListenAddressError(text, "begins with neither tcp:// nor unix://")
        }
    }

    private static func tcp(_ rest: Substring, in text: String) throws(ListenAddressError) -> ListenAddress {
        guard let colon = rest.lastIndex(of: ":"), rest.last != "]" else {
            throw ListenAddressError(text, "has no port")
        }
        let digits = rest[rest.index(after: colon)...]
        guard digits.allSatisfy(\.isASCII), let port = UInt16(digits), digits.first != "+" else {
            throw ListenAddressError(text, "has no port between 0 and 65535")
        }
        var host = rest[..<colon]
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw ListenAddressError(text, "has an IPv6 address that is not in brackets")
        }
        return .tcp(host: String(host), port: Int(port))
    }

    /// The addresses in a list with commas between them; none in an empty text.
    package static func list(_ text: String) throws(ListenAddressError) -> [ListenAddress] {
        var addresses: [ListenAddress] = []
        for item in CommaList.items(of: text) { addresses.append(try ListenAddress(item)) }
        return addresses
    }
}

/// Why a text is no address to listen at.
package struct ListenAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ text: String, _ problem: String) {
        description = "\"\(text)\" \(problem)"
    }
}

/// Lists in one text, with commas between the items.
enum CommaList {
    /// The items without the spaces around them; empty ones are left out.
    static func items(of text: String) -> [String] {
        text.split(separator: ",").map { item in
            var item = item
            while item.first == " " { item.removeFirst() }
            while item.last == " " { item.removeLast() }
            return String(item)
        }.filter { !$0.isEmpty }
    }
}
