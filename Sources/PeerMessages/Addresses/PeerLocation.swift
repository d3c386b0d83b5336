package import Cryptography
package import Wire

/// Where a peer is said to be: `id@host:port`, with or without a scheme in front, whose host may still be a name.
///
/// Names are resolved by whoever can ask; then `address(at:)` gives the address to dial.
package struct PeerLocation: Hashable, Sendable {
    package let id: NodeID
    /// A literal address or a name; never empty.
    package let host: ByteString
    /// Checked by `address(at:)`, after the name is resolved, as CometBFT does.
    package let port: ByteString

    /// Reads CometBFT's `NewNetAddressString` form.
    package init(parsing text: ByteString) throws(NetworkAddressError) {
        let bare = PeerLocation.withoutScheme(text)
        let parts = bare.bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        if parts.count != 2 { throw .noID(text) }
        do {
            id = try NodeID(ByteString(Array(parts[0])))
        } catch {
            throw .invalid(bare, "\(error)")
        }
        let rest = ByteString(Array(parts[1]))
        let split: HostPort
        do {
            split = try HostPort(rest)
        } catch {
            throw .invalid(rest, "\(error)")
        }
        if split.host.isEmpty { throw .invalid(rest, "host is empty") }
        host = split.host
        port = split.port
    }

    /// The address when the host is a literal one.
    package var literal: IPAddress? { IPAddress(parsing: host) }

    /// The address to dial, with the host being `ip`.
    package func address(at ip: IPAddress) throws(NetworkAddressError) -> NetworkAddress {
        NetworkAddress(id: ByteString(id.text), ip: ip, port: try portNumber())
    }

    /// The port, with the verdicts of Go's `strconv.ParseUint`: a number too large is found before a wrong character
    /// behind it.
    private func portNumber() throws(NetworkAddressError) -> UInt16 {
        func refuse(_ reason: String) -> NetworkAddressError {
            .invalid(port, "strconv.ParseUint: parsing \(GoText.quoted(port)): \(reason)")
        }
        if port.isEmpty { throw refuse("invalid syntax") }
        var number: UInt16 = 0
        for byte in port.bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw refuse("invalid syntax") }
            let (product, productOverflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflows) = product.addingReportingOverflow(UInt16(byte - UInt8(ascii: "0")))
            if productOverflows || sumOverflows { throw refuse("value out of range") }
            number = sum
        }
        return number
    }

    /// What stands between the first `://` and the next, or all of a text without one.
    static func withoutScheme(_ text: ByteString) -> ByteString {
        let separator = Array("://".utf8)
        func find(from start: Int) -> Int? {
            text.bytes.indices.dropFirst(start).first { text.bytes[$0...].starts(with: separator) }
        }
        guard let first = find(from: 0) else { return text }
        let start = first + separator.count
        return ByteString(Array(text.bytes[start..<(find(from: start) ?? text.bytes.count)]))
    }
}

extension PeerLocation: CustomStringConvertible {
    package var description: String {
        let name = host.bytes.contains(UInt8(ascii: ":")) ? "[\(host)]" : "\(host)"
        return "\(id)@\(name):\(port)"
    }
}
