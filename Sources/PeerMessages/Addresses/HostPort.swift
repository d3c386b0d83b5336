import Wire

/// `host:port` taken apart, with the verdicts and the words of Go's `net.SplitHostPort`.
struct HostPort: Equatable {
    /// Without the brackets that an address of version 6 stands in; may be empty.
    let host: ByteString
    /// Not looked at; may be empty.
    let port: ByteString

    init(_ text: ByteString) throws(HostPortError) {
        let bytes = text.bytes
        let open = UInt8(ascii: "["), close = UInt8(ascii: "]"), colon = UInt8(ascii: ":")
        func refuse(_ reason: String) -> HostPortError { HostPortError(text: text, reason: reason) }

        guard let last = bytes.lastIndex(of: colon) else { throw refuse("missing port in address") }
        let afterHost: Int
        if bytes.first == open {
            guard let end = bytes.firstIndex(of: close) else { throw refuse("missing ']' in address") }
            if end + 1 != last {
                let continues = end + 1 < bytes.count && bytes[end + 1] == colon
                throw refuse(continues ? "too many colons in address" : "missing port in address")
            }
            host = ByteString(Array(bytes[1..<end]))
            afterHost = end + 1
            if bytes[1...].contains(open) { throw refuse("unexpected '[' in address") }
        } else {
            if bytes[..<last].contains(colon) { throw refuse("too many colons in address") }
            host = ByteString(Array(bytes[..<last]))
            afterHost = 0
            if bytes.contains(open) { throw refuse("unexpected '[' in address") }
        }
        if bytes[afterHost...].contains(close) { throw refuse("unexpected ']' in address") }
        port = ByteString(Array(bytes[(last + 1)...]))
    }

    /// The two put together, as Go's `net.JoinHostPort` does.
    static func join(_ address: IPAddress, _ port: UInt16) -> String {
        address.isVersion4 ? "\(address):\(port)" : "[\(address)]:\(port)"
    }
}

/// Why a text is not `host:port`.
struct HostPortError: Error, Equatable, CustomStringConvertible {
    let text: ByteString
    let reason: String

    var description: String { "address \(text): \(reason)" }
}
