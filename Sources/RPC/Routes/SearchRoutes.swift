import JSON
import Wire

extension Route {
    /// Deviation: there is no index of events yet, so that there is nothing to search.
    static let transactionSearch = Route(
        atOnce: "tx_search", "query", "prove", "page", "per_page", "order_by"
    ) { arguments in
        _ = try arguments.next(.text)  // read for the sake of the errors
        _ = try arguments.next(.bool)
        _ = try (arguments.next(.optionalInt), arguments.next(.optionalInt))
        _ = try arguments.next(.text)
        return { _ in throw RouteError("tx_search is not supported: this node keeps no index of events") }
    }

    /// Deviation: as `tx_search`.
    static let blockSearch = Route(atOnce: "block_search", "query", "page", "per_page", "order_by") { arguments in
        _ = try arguments.next(.text)  // read for the sake of the errors
        _ = try (arguments.next(.optionalInt), arguments.next(.optionalInt))
        _ = try arguments.next(.text)
        return { _ in throw RouteError("block_search is not supported: this node keeps no index of events") }
    }
}
