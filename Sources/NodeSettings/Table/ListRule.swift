import Cryptography
import PeerMessages
import Wire

/// What the items of a list may be.
package enum ListRule: Hashable, Sendable {
    case any
    /// Nodes and where they are: `id@host:port`.
    case peers
    /// Nodes' ids.
    case nodeIDs

    /// What is wrong with an item, if anything.
    package func problem(with item: String) -> SettingProblem? {
        switch self {
        case .any: return nil
        case .peers:
            do {
                let location = try PeerLocation(parsing: ByteString(item))
                // A host that is a name is resolved when it is dialled; its port is looked at now.
                if let placeholder = IPAddress([127, 0, 0, 1]) { _ = try location.address(at: placeholder) }
                return nil
            } catch {
                return SettingProblem(
                    "\"\(item)\" is no peer: \(error)",
                    "write id@host:port; a node prints its id when it starts, as node_id")
            }
        case .nodeIDs:
            do {
                _ = try NodeID(ByteString(item))
                return nil
            } catch {
                return SettingProblem(
                    "\"\(item)\" is no node's id: \(error)", "write 40 hexadecimal digits, as in node_id")
            }
        }
    }
}
