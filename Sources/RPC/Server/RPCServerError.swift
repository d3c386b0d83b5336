/// Why the RPC server cannot start: one line that names the address and what helps.
package enum RPCServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is no address to listen on; with the rule it breaks.
    case address(String, String)
    /// Someone else listens there.
    case inUse(ListenAddress)
    /// The system refuses; with its reason.
    case system(ListenAddress, String)

    private static let fix = "set another one as laddr in [rpc] of config.toml or with --rpc.laddr"

    package var description: String {
        if case .inUse = self { return "\(reason); stop it, or \(Self.fix)" }
        return "\(reason); \(Self.fix)"
    }

    /// The same without what helps, which depends on whose address it is.
    package var reason: String {
        switch self {
        case .address(let text, let rule): "invalid listening address \(text) (\(rule))"
        case .inUse(let address): "cannot listen on \(address): another process does already"
        case .system(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}
