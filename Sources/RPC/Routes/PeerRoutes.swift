import JSON
package import Wire

/// What an operator may have a node do with its peers while it runs, where `rpc.unsafe` is on.
package protocol PeerControl: Sendable {
    /// Dials these peers, as the request says.
    ///
    /// - Throws: What is wrong with one of them; then none is dialled.
    func dial(_ request: PeerDialRequest) throws
}

/// Peers to be dialled (CometBFT `UnsafeDialPeers`).
package struct PeerDialRequest: Hashable, Sendable {
    /// `id@host:port`, at least one.
    package let peers: [ByteString]
    /// Whether they are dialled again whenever they are lost.
    package let isPersistent: Bool
    /// Whether no limit keeps them out.
    package let isUnconditional: Bool
    /// Whether nobody is told of them.
    package let isPrivate: Bool
}

extension Route {
    /// What CometBFT serves only while `rpc.unsafe` is on, as far as it concerns peers (rpc/core/net.go).
    package static func controllingPeers(_ control: any PeerControl) -> [Route] {
        [
            Route(building: "dial_seeds", "seeds") { arguments in
                let request = PeerDialRequest(
                    peers: try arguments.next(.texts), isPersistent: false, isUnconditional: false, isPrivate: false)
                if request.peers.isEmpty { throw RouteError("no seeds provided") }
                return { _ in
                    try control.dial(request)
                    return .members(("log", .text("Dialing seeds in progress. See /net_info for details")))
                }
            },
            Route(building: "dial_peers", "peers", "persistent", "unconditional", "private") { arguments in
                let request = PeerDialRequest(
                    peers: try arguments.next(.texts), isPersistent: try arguments.next(.bool),
                    isUnconditional: try arguments.next(.bool), isPrivate: try arguments.next(.bool))
                if request.peers.isEmpty { throw RouteError("no peers provided") }
                return { _ in
                    try control.dial(request)
                    return .members(("log", .text("Dialing peers in progress. See /net_info for details")))
                }
            },
        ]
    }
}
