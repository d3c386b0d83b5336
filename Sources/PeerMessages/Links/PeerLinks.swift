package import Chain
package import Cryptography
package import Wire

/// Whom the sender is connected to, but for those it keeps private (on `ChannelID.links`, a channel of ours): said at the
/// beginning, and whenever it changes.
///
/// What came from a peer is not passed on to those whom that peer gives it itself.
///
/// Deviation: CometBFT has no such channel. Its nodes do not list it, so nothing of this reaches them.
package struct PeerLinks: Hashable, Sendable {
    /// The most nodes that are named: twenty times as many as CometBFT connects to by default (40 inbound, 10 outbound).
    /// Those who are not named are given what they have.
    package static let countMaximum = 1_024

    package let nodes: [NodeID]

    package init(_ nodes: [NodeID]) {
        self.nodes = nodes
    }
}

extension PeerLinks: Validatable {
    package func validate() throws(ValidationError) {
        if nodes.count > PeerLinks.countMaximum {
            throw ValidationError("a node names at most \(PeerLinks.countMaximum) peers, not \(nodes.count)")
        }
    }
}

extension PeerLinks: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, nodes: [NodeID] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                if nodes.count >= PeerLinks.countMaximum {
                    throw DecodingError(.tooMany(PeerLinks.countMaximum), offset: field.offset)
                }
                let bytes = try reader.bytes(field)
                guard let address = Address(bytes) else {
                    throw .invalid("a node's name has \(Address.size) bytes, not \(bytes.count)")
                }
                nodes.append(NodeID(address: address))
            default: try reader.skip(field)
            }
        }
        self.init(nodes)
    }

    package func encode(into writer: inout ProtobufWriter) {
        // A name is an address in hexadecimal.
        for node in nodes { writer.element(1, Hex.decode(node.text) ?? []) }
    }
}
