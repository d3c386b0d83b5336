package import Chain
package import Cryptography
import PeerMessages
package import PeerProtocol
import Wire

/// One end of a connection that is looked into: the node there takes the proxy for the node at the other end, whose key the
/// proxy has.
package struct RelayedEnd: Sendable {
    /// What came of the bytes.
    package enum Event: Sendable {
        /// What the node says of itself, with its length in front, to be told to the other as it is.
        case introduced([UInt8])
        case message(ReceivedMessage)
    }

    private enum State: Sendable {
        case exchanging(EphemeralExchange)
        case authenticating(Authentication)
        case connected(SecretConnection)
    }

    /// No limits, and no pings of the proxy's own: that a node is gone, its socket tells.
    private static let settings = ConnectionSettings(
        channels: ChannelDescription.standard(transactionBytesMaximum: 1 << 20) + [.links, .genesis], sendRate: 0,
        receiveRate: 0,
        pingInterval: Nanoseconds(.max), pongTimeout: Nanoseconds(.max))

    private let identity: Ed25519PrivateKey
    private let node: NodeID
    private var state: State
    private var outgoing: [UInt8]
    private var opened = ByteQueue()
    private var multiplex: MultiplexConnection?
    /// Whether the node has been told who the other one is.
    private var isTold = false

    /// - Parameters:
    ///   - node: Who must be there.
    ///   - identity: The key of the node at the other end.
    package init(_ node: NodeID, as identity: Ed25519PrivateKey, ephemeral: X25519PrivateKey) {
        self.node = node
        self.identity = identity
        let exchange = EphemeralExchange(ephemeral)
        outgoing = exchange.opening
        state = .exchanging(exchange)
    }

    // MARK: Receiving

    /// Takes what has arrived.
    ///
    /// - Throws: Why the connection cannot go on.
    package mutating func receive(_ arrived: UnsafeRawBufferPointer, at now: Instant) throws -> [Event] {
        var bytes = arrived
        if case .exchanging(var exchange) = state {
            guard var next = try exchange.receive(bytes, identity: identity) else {
                state = .exchanging(exchange)
                return []
            }
            outgoing += try next.proof()
            state = .authenticating(next)
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
        }
        if case .authenticating(var authentication) = state {
            guard let connection = try authentication.receive(bytes) else {
                state = .authenticating(authentication)
                return []
            }
            let proven = NodeID(.ed25519(connection.peer))
            if proven != node { throw RelayError.wrongNode(expected: node, proven: proven) }
            state = .connected(connection)
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
        }
        guard case .connected(var secret) = state else { return [] }
        try secret.receive(bytes)
        secret.takeOpened().withUnsafeBytes { opened.append($0) }
        state = .connected(secret)
        return try read(at: now)
    }

    private mutating func read(at now: Instant) throws -> [Event] {
        var events: [Event] = []
        if multiplex == nil {
            guard let info = try opened.takeDelimited(atMost: NodeInfo.bytesMaximum) else { return [] }
            var length = ProtobufWriter()
            length.varint(UInt64(info.count))
            events.append(.introduced(length.bytes + info))
            multiplex = MultiplexConnection(
                RelayedEnd.settings, peerChannels: RelayedEnd.settings.channels.map(\.id), at: now)
        }
        return events + (try multiplex?.receive(&opened, at: now).map(Event.message) ?? [])
    }

    // MARK: Sending

    /// Tells the node what the other one says of itself.
    package mutating func tell(_ info: [UInt8]) throws {
        guard case .connected(var secret) = state, !isTold else { return }
        try secret.seal(info, appendingTo: &outgoing)
        state = .connected(secret)
        isTold = true
    }

    /// Whether `tell` can tell something.
    package var isKnown: Bool { if case .connected = state { true } else { false } }

    /// Whether messages may follow.
    package var isOpen: Bool { isTold && multiplex != nil }

    /// - Returns: Whether there was room.
    package mutating func enqueue(_ message: ReceivedMessage) -> Bool {
        multiplex?.enqueue(message.bytes, on: message.channel) ?? false
    }

    /// The bytes to be sent now.
    package mutating func nextBytes(room: Int, at now: Instant) throws -> [UInt8] {
        var bytes = outgoing
        outgoing = []
        guard isTold, case .connected(var secret) = state, let packets = multiplex?.nextPackets(room: room, at: now)
        else { return bytes }
        try secret.seal(packets, appendingTo: &bytes)
        state = .connected(secret)
        return bytes
    }
}

/// Why the proxy ends a connection.
package enum RelayError: Error, CustomStringConvertible {
    /// Another node is there than the one whose place it is.
    case wrongNode(expected: NodeID, proven: NodeID)

    package var description: String {
        switch self {
        case .wrongNode(let expected, let proven): "\(proven) is there, not \(expected)"
        }
    }
}
