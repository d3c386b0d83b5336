package import Chain
package import Cryptography
package import PeerMessages

/// A connection to a peer from its first byte to its last: the handshake, a pause until this node has decided on the peer,
/// then messages. Whoever drives it hands in bytes and the time, sends `nextBytes`, and closes when an error is thrown.
package struct PeerConnection: Sendable {
    /// What came of the bytes.
    package enum Event: Sendable {
        /// The peer is known. Nothing more is read before `admit`.
        case introduced(NodeID, NodeInfo)
        case message(ReceivedMessage)
    }

    /// Bytes that may come before this node has decided on the peer, which takes it no waiting.
    private static let earlyBytesMaximum = 1 << 20

    private enum State: Sendable {
        case handshake(PeerHandshake)
        case introduced(IntroducedPeer, early: ByteQueue)
        case open(SecretConnection, MultiplexConnection)
        case closed
    }

    private let settings: ConnectionSettings
    private var state: State
    private var outgoing: [UInt8] = []

    /// - Parameters:
    ///   - ephemeral: Made for this connection and used for no other.
    ///   - dialed: Who should answer; nil when the peer called us.
    package init(
        _ node: LocalNode, _ settings: ConnectionSettings, ephemeral: X25519PrivateKey, dialed: NodeID?,
        at now: Instant
    ) {
        self.settings = settings
        state = .handshake(PeerHandshake(node, ephemeral: ephemeral, dialed: dialed, at: now))
    }

    // MARK: Receiving

    /// Takes what has arrived.
    ///
    /// - Parameter expectsBlocks: Whether the peer was asked for blocks that have not come (`OwedBlocks`).
    /// - Throws: Why the connection is to be closed; from then on it takes nothing.
    package mutating func receive(
        _ bytes: UnsafeRawBufferPointer, at now: Instant, expectsBlocks: Bool = false
    ) throws(PeerConnectionError) -> [Event] {
        switch take() {
        case .handshake(var handshake):
            // Also a peer that is refused is told who we are, so that its operator can see why.
            defer { outgoing += handshake.takeOutgoing() }
            guard let peer = try handshake.next(bytes, at: now) else {
                outgoing += handshake.takeOutgoing()
                state = .handshake(handshake)
                return []
            }
            state = .introduced(peer, early: ByteQueue())
            return [.introduced(peer.id, peer.info)]
        case .introduced(let peer, var early):
            early.append(bytes)
            if early.count > PeerConnection.earlyBytesMaximum { throw .handshake(.tooMuchTooEarly) }
            state = .introduced(peer, early: early)
            return []
        case .open(var secret, var multiplex):
            let messages = try PeerConnection.receive(
                bytes, &secret, &multiplex, at: now, expectsBlocks: expectsBlocks)
            state = .open(secret, multiplex)
            return messages
        case .closed: return []
        }
    }

    /// Begins to exchange messages with a peer that was introduced.
    ///
    /// - Returns: What it has sent already.
    package mutating func admit(at now: Instant) throws(PeerConnectionError) -> [Event] {
        guard case .introduced(let peer, let early) = take() else { return [] }
        var secret = peer.connection
        var multiplex = MultiplexConnection(settings, peerChannels: peer.info.channels, at: now)
        let messages = try early.withUnsafeBytes { bytes throws(PeerConnectionError) in
            try PeerConnection.receive(bytes, &secret, &multiplex, at: now, expectsBlocks: false)
        }
        state = .open(secret, multiplex)
        return messages
    }

    private static func receive(
        _ bytes: UnsafeRawBufferPointer, _ secret: inout SecretConnection, _ multiplex: inout MultiplexConnection,
        at now: Instant, expectsBlocks: Bool
    ) throws(PeerConnectionError) -> [Event] {
        do throws(FrameError) {
            try secret.receive(bytes)
        } catch {
            throw .connection(.frame(error))
        }
        do throws(ConnectionError) {
            return try multiplex.receive(&secret.frames.opened, at: now, expectsBlocks: expectsBlocks)
                .map(Event.message)
        } catch {
            throw .connection(error)
        }
    }

    /// The state, which is closed until another is put in its place: so nothing is copied, and an error closes.
    private mutating func take() -> State {
        let taken = state
        state = .closed
        return taken
    }

    /// Runs `body` when messages are exchanged.
    private mutating func withOpen<Result>(_ body: (inout MultiplexConnection) -> Result) -> Result? {
        guard case .open = state, case .open(let secret, var multiplex) = take() else { return nil }
        defer { state = .open(secret, multiplex) }
        return body(&multiplex)
    }

    /// When reading may go on, by the monotonic clock; nil when it may now. Before the peer is admitted it may not.
    package mutating func readingPause(at now: Instant) -> Nanoseconds? {
        withOpen { $0.readingPause(at: now) } ?? nil
    }

    // MARK: Sending

    /// Puts a message behind the others of its channel.
    ///
    /// - Returns: false when it was not taken: the connection is not open, the peer does not serve the channel, or too many
    ///   wait.
    package mutating func enqueue(_ message: [UInt8], on channel: ChannelID) -> Bool {
        withOpen { $0.enqueue(message, on: channel) } ?? false
    }

    /// The bytes to be sent now; empty when there are none. After an error: the last ones, before the connection is closed.
    ///
    /// - Parameter room: The most bytes that are wanted; a handshake's few come as a whole.
    package mutating func nextBytes(room: Int, at now: Instant) throws(PeerConnectionError) -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &outgoing)
        switch take() {
        case .handshake(var handshake):
            bytes += handshake.takeOutgoing()
            state = .handshake(handshake)
        case .introduced(let peer, let early): state = .introduced(peer, early: early)
        case .open(var secret, var multiplex):
            let frames = max(0, room - bytes.count) / FrameFormat.sealedSize
            let packets = multiplex.nextPackets(room: frames * FrameFormat.dataBytesMaximum, at: now)
            do {
                try secret.seal(packets, appendingTo: &bytes)
            } catch {
                throw .connection(.frame(error))
            }
            state = .open(secret, multiplex)
        case .closed: break
        }
        return bytes
    }

    /// Messages that have left as a whole since this was asked last, by channel.
    package mutating func takeSent() -> [(channel: ChannelID, count: Int)] {
        withOpen { $0.takeSent() } ?? []
    }

    // MARK: Time

    /// The next moment at which `checkTime` and `nextBytes` are to be called though nothing happens, by the monotonic clock;
    /// nil when there is none.
    package var nextDeadline: Nanoseconds? {
        switch state {
        case .handshake(let handshake): handshake.deadline
        case .open(_, let multiplex): multiplex.nextDeadline
        case .introduced, .closed: nil
        }
    }

    /// Throws when the peer has taken too long.
    package mutating func checkTime(at now: Instant) throws(PeerConnectionError) {
        switch state {
        case .handshake(let handshake):
            do { try handshake.checkTime(at: now) } catch { throw close(.handshake(error)) }
        case .open:
            do throws(ConnectionError) {
                let result = withOpen { multiplex in
                    Result { () throws(ConnectionError) in try multiplex.checkTime(at: now) }
                }
                try result?.get()
            } catch {
                throw close(.connection(error))
            }
        case .introduced, .closed: break
        }
    }

    private mutating func close(_ error: PeerConnectionError) -> PeerConnectionError {
        state = .closed
        return error
    }

    /// What `/net_info` tells; nil when no messages are exchanged.
    package mutating func status(at now: Instant) -> ConnectionStatus? {
        withOpen { $0.status(at: now) }
    }
}

/// Why a connection to a peer ends.
package enum PeerConnectionError: Error, Equatable, CustomStringConvertible {
    case handshake(HandshakeError)
    case connection(ConnectionError)

    package var description: String {
        switch self {
        case .handshake(let error): error.description
        case .connection(let error): error.description
        }
    }
}

extension PeerHandshake {
    fileprivate mutating func next(
        _ bytes: UnsafeRawBufferPointer, at now: Instant
    ) throws(PeerConnectionError) -> IntroducedPeer? {
        do { return try receive(bytes, at: now) } catch { throw .handshake(error) }
    }
}
