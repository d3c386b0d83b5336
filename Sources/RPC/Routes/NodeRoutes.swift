import JSON
import Wire

extension Route {
    /// Whether the node answers at all.
    static let health = Route(atOnce: "health") { _ in { _ in .members() } }

    /// Who the node is and how far it is. Each route of this kind remembers its last answer.
    static var status: Route {
        let text = StatusText()
        return Route(atOnce: "status") { _ in { view in text.json(view.status()) } }
    }

    static let netInfo = Route(waiting: "net_info") { _ in { view in await view.networkInformation().json } }
}
