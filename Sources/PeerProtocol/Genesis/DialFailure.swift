package import Cryptography

/// Why a call came to nothing.
package enum DialFailure: Hashable, Sendable, CustomStringConvertible {
    /// This node is there, not the one that was called.
    case wrongNode(NodeID)
    /// The system's words, or the protocol's.
    case other(String)

    package var description: String {
        switch self {
        case .wrongNode(let answered): "dialed ID mismatch: another node answers there, \(answered)"
        case .other(let reason): reason
        }
    }
}
