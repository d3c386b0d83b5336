package import Wire

/// The methods by name.
package struct RouteTable: Sendable {
    private let routes: [ByteString: Route]

    package init(_ routes: [Route]) {
        self.routes = Dictionary(routes.map { ($0.name, $0) }) { first, _ in first }
    }

    /// What CometBFT serves while `rpc.unsafe` is off (rpc/core/routes.go), made for one node.
    ///
    /// - Parameter others: What is served besides.
    package static func standard(and others: [Route] = []) -> RouteTable {
        RouteTable(
            [
                .health, .status, .netInfo, .genesis, .genesisChunked, .blockchain, .block, .blockByHash, .blockResults,
                .commit, .header, .headerByHash, .validators, .consensusParameters, .consensusState,
                .dumpConsensusState, .unconfirmedTransactions, .unconfirmedTransactionCount, .transaction,
                .broadcastTransactionAsync, .broadcastTransactionSync, .broadcastTransactionCommit, .checkTransaction,
                .abciInfo, .abciQuery, .broadcastEvidence, .transactionSearch, .blockSearch,
            ] + Route.onWebSockets + others)
    }

    package subscript(_ name: ByteString) -> Route? { routes[name] }

    /// The page with all of them.
    func page(host: String) -> HTTPAnswer {
        EndpointList.page(routes.values.map { ($0.name, $0.parameters) }, host: host)
    }
}

extension Route {
    static let onWebSockets = [
        Route(onWebSockets: "subscribe", "query"),
        Route(onWebSockets: "unsubscribe", "query"),
        Route(onWebSockets: "unsubscribe_all"),
    ]
}
