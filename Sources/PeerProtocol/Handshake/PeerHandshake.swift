package import Chain
package import Cryptography
import PeerMessages
import Wire

/// The way from a socket to a peer: keys, proof, node infos (CometBFT p2p/transport.go `upgrade`).
package struct PeerHandshake: Sendable {
    /// How long the peer may take for keys and proof, and how long for its node info: CometBFT's
    /// `defaultHandshakeTimeout`, which `p2p.handshake_timeout` does not change.
    package static let timeout = Nanoseconds.seconds(3)

    private enum State: Sendable {
        case exchanging(EphemeralExchange)
        case authenticating(Authentication)
        case introducing(SecretConnection)
    }

    private let node: LocalNode
    private let dialed: NodeID?
    private var state: State
    private var outgoing: [UInt8]
    /// When the peer will have taken too long, by the monotonic clock.
    package private(set) var deadline: Nanoseconds

    /// - Parameters:
    ///   - ephemeral: Made for this connection and used for no other.
    ///   - dialed: Who should answer; nil when the peer called us.
    package init(_ node: LocalNode, ephemeral: X25519PrivateKey, dialed: NodeID?, at now: Instant) {
        self.node = node
        self.dialed = dialed
        let exchange = EphemeralExchange(ephemeral)
        outgoing = exchange.opening
        state = .exchanging(exchange)
        deadline = now.monotonic.adding(PeerHandshake.timeout)
    }

    /// What is waited for.
    package var stage: HandshakeStage {
        switch state {
        case .exchanging: .keyExchange
        case .authenticating: .authentication
        case .introducing: .introduction
        }
    }

    /// Takes the bytes to be sent now.
    package mutating func takeOutgoing() -> [UInt8] {
        defer { outgoing = [] }
        return outgoing
    }

    /// Throws when the peer has taken too long.
    package func checkTime(at now: Instant) throws(HandshakeError) {
        if now.monotonic >= deadline { throw .timeout(stage) }
    }

    /// Takes what has arrived.
    ///
    /// - Returns: The peer, when all is known and agreed.
    /// - Throws: Then the connection is to be closed; nothing more comes of this handshake.
    package mutating func receive(
        _ bytes: UnsafeRawBufferPointer, at now: Instant
    ) throws(HandshakeError) -> IntroducedPeer? {
        try checkTime(at: now)
        if case .exchanging(var exchange) = state {
            guard var next = try exchange.next(bytes, node.key) else {
                state = .exchanging(exchange)
                return nil
            }
            outgoing += try next.sealedProof()
            state = .authenticating(next)
            return try authenticate(UnsafeRawBufferPointer(start: nil, count: 0), at: now)
        }
        return try authenticate(bytes, at: now)
    }

    private mutating func authenticate(
        _ bytes: UnsafeRawBufferPointer, at now: Instant
    ) throws(HandshakeError) -> IntroducedPeer? {
        guard case .authenticating(var authentication) = state else { return try introduce(bytes) }
        guard var connection = try authentication.next(bytes) else {
            state = .authenticating(authentication)
            return nil
        }
        let answered = NodeID(.ed25519(connection.peer))
        if let dialed, dialed != answered { throw .wrongNode(dialed: dialed, answered: answered) }
        do {
            try connection.seal(node.info.delimitedProtobuf, appendingTo: &outgoing)
        } catch {
            throw .secretConnection(.frame(error))
        }
        deadline = now.monotonic.adding(PeerHandshake.timeout)
        state = .introducing(connection)
        return try introduce(UnsafeRawBufferPointer(start: nil, count: 0))
    }

    private mutating func introduce(_ bytes: UnsafeRawBufferPointer) throws(HandshakeError) -> IntroducedPeer? {
        guard case .introducing(var connection) = state else { return nil }
        do {
            try connection.receive(bytes)
        } catch {
            throw .secretConnection(.frame(error))
        }
        guard let info = try PeerHandshake.takeInfo(&connection) else {
            state = .introducing(connection)
            return nil
        }
        let proven = NodeID(.ed25519(connection.peer))
        do {
            try info.validate()
        } catch {
            throw .nodeInfoRule(error)
        }
        if ByteString(proven.text) != info.id { throw .falseName(claimed: info.id.description, proven: proven) }
        if proven == node.id { throw .ourselves }
        if !node.meetsAnyChain {
            do {
                try node.info.validateCompatible(with: info)
            } catch {
                throw .incompatible(error)
            }
        }
        return IntroducedPeer(id: proven, info: info, connection: connection)
    }

    private static func takeInfo(_ connection: inout SecretConnection) throws(HandshakeError) -> NodeInfo? {
        do {
            guard let message = try connection.frames.opened.takeDelimited(atMost: NodeInfo.bytesMaximum) else {
                return nil
            }
            return try NodeInfo(protobuf: message)
        } catch {
            throw .nodeInfo("\(error)")
        }
    }
}

extension EphemeralExchange {
    fileprivate mutating func next(
        _ bytes: UnsafeRawBufferPointer, _ identity: Ed25519PrivateKey
    ) throws(HandshakeError) -> Authentication? {
        do { return try receive(bytes, identity: identity) } catch { throw .secretConnection(error) }
    }
}

extension Authentication {
    fileprivate mutating func next(_ bytes: UnsafeRawBufferPointer) throws(HandshakeError) -> SecretConnection? {
        do { return try receive(bytes) } catch { throw .secretConnection(error) }
    }

    fileprivate mutating func sealedProof() throws(HandshakeError) -> [UInt8] {
        do { return try proof() } catch { throw .secretConnection(error) }
    }
}
