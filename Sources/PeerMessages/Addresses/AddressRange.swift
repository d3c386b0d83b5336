import Invariants
import Wire

/// A block of addresses with a purpose of its own (CometBFT `p2p/netaddress.go`; the registries are IANA's).
package enum AddressRange: String, CaseIterable, Sendable {
    /// 0.0.0.0/8, "this network".
    case thisNetwork = "0.0.0.0/8"
    /// 127.0.0.0/8.
    case loopback4 = "127.0.0.0/8"
    /// ::1.
    case loopback6 = "::1/128"
    /// Private networks of RFC 1918.
    case private10 = "10.0.0.0/8"
    /// Private networks of RFC 1918.
    case private172 = "172.16.0.0/12"
    /// Private networks of RFC 1918.
    case private192 = "192.168.0.0/16"
    /// Examples in documents: RFC 3849.
    case documentation = "2001:db8::/32"
    /// Autoconfigured addresses of version 4: RFC 3927.
    case linkLocal4 = "169.254.0.0/16"
    /// 6to4: RFC 3964.
    case sixToFour = "2002::/16"
    /// Unique local addresses: RFC 4193.
    case uniqueLocal = "fc00::/7"
    /// Teredo tunnels: RFC 4380.
    case teredo = "2001::/32"
    /// Cryptographic identifiers, ORCHID: RFC 4843.
    case orchid = "2001:10::/28"
    /// Autoconfigured addresses of version 6: RFC 4862.
    case linkLocal6 = "fe80::/64"
    /// The well-known prefix of translation: RFC 6052.
    case translation = "64:ff9b::/96"
    /// Translated addresses of version 4: RFC 6145.
    case translated = "::ffff:0:0:0/96"
    /// Tor's hidden services as OnionCat maps them.
    case onionCat = "fd87:d87e:eb43::/48"

    /// Whether the address lies in the block. As in Go, a block of one version holds no address of the other.
    package func contains(_ address: IPAddress) -> Bool {
        let (prefix, isVersion4, length) = bounds
        if address.isVersion4 != isVersion4 { return false }
        let bytes = address.bytes
        for index in 0..<16 {
            let bits = min(8, max(0, length - 8 * index))
            let mask = ~UInt8(truncatingIfNeeded: 0xff >> bits)
            if bytes[index] & mask != prefix[index] & mask { return false }
        }
        return true
    }

    private var bounds: (prefix: [UInt8], isVersion4: Bool, length: Int) {
        let parts = rawValue.split(separator: "/")
        guard parts.count == 2, let address = IPAddress(parsing: ByteString(String(parts[0]))), let bits = Int(parts[1])
        else { brokenInvariant("address range \(rawValue) is well formed") }
        // A version 4 address stands behind 96 bits of its mapped form.
        return (address.bytes, address.isVersion4, address.isVersion4 ? 96 + bits : bits)
    }
}
