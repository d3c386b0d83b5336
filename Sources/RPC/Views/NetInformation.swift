import Chain
package import JSON
package import PeerMessages
package import Wire

/// What `/net_info` tells.
package struct NetInformation: Sendable {
    /// A peer and the connection to it.
    package struct Peer: Sendable {
        package let node: NodeInfo
        package let isOutbound: Bool
        package let connection: ConnectionInformation
        package let remoteIP: ByteString

        package init(node: NodeInfo, isOutbound: Bool, connection: ConnectionInformation, remoteIP: ByteString) {
            self.node = node
            self.isOutbound = isOutbound
            self.connection = connection
            self.remoteIP = remoteIP
        }
    }

    package let isListening: Bool
    /// Descriptions of the listeners.
    package let listeners: [ByteString]
    package let peers: [Peer]

    package init(isListening: Bool, listeners: [ByteString], peers: [Peer]) {
        self.isListening = isListening
        self.listeners = listeners
        self.peers = peers
    }
}

extension NetInformation: JSONEncodable {
    package var json: JSONValue {
        .members(
            ("listening", .bool(isListening)), ("listeners", .array(listeners.map { .string($0) })),
            ("n_peers", .decimal(peers.count)), ("peers", .array(of: peers)))
    }
}

extension NetInformation.Peer: JSONEncodable {
    package var json: JSONValue {
        .members(
            ("node_info", node.json), ("is_outbound", .bool(isOutbound)), ("connection_status", connection.json),
            ("remote_ip", .string(remoteIP)))
    }
}
