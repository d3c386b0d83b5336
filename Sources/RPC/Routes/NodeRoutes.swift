import JSON
import Wire

extension Route {
    /// Whether the node answers at all.
    static let health = Route(atOnce: "health") { _ in { _ in .members() } }

    static let status = Route(atOnce: "status") { _ in { view in view.status().json } }

    static let netInfo = Route(atOnce: "net_info") { _ in { view in view.network().json } }
}
