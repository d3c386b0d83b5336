package import Cryptography
package import Wire

/// Why a text or a message is not an address to dial; described in CometBFT's words.
package enum NetworkAddressError: Error, Equatable, CustomStringConvertible {
    /// The text, as given, does not have one `@`.
    case noID(ByteString)
    /// The part that is wrong, and why.
    case invalid(ByteString, String)
    /// The host is a name that nobody resolved.
    case lookup(ByteString)
    /// The address is well formed, the node's name is not.
    case invalidID(NodeIDError)
    /// The address is well formed but nobody's: unspecified, broadcast or for documentation.
    case invalidIP

    package var description: String {
        switch self {
        case .noID(let text): "address (\(text)) does not contain ID"
        case .invalid(let text, let reason): "invalid address (\(text)): \(reason)"
        case .lookup(let host): "error looking up host (\(host)): lookup \(host): no such host"
        case .invalidID(let error): "invalid ID: \(error)"
        case .invalidIP: "invalid IP"
        }
    }
}
