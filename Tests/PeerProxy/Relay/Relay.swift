package import Chain
package import Cryptography
import PeerMessages
import PeerProtocol

/// A connection between two nodes and the proxy in it: bytes and the time in, bytes out.
package struct Relay: Sendable {
    /// The two ends.
    package enum Side: Int, CaseIterable, Sendable {
        /// The node that called the proxy.
        case caller
        /// The node that the proxy called for it.
        case answerer

        package var other: Side { self == .caller ? .answerer : .caller }
    }

    /// Bytes on their way in one direction beyond which no more are read.
    private static let heldMaximum = 1 << 24

    private let plan: LossPlan
    private var ends: [RelayedEnd]
    /// What came from each side.
    private var ways: [HeldMessages]
    /// What a side says of itself, as long as the other cannot be told.
    private var infos: [[UInt8]?] = [nil, nil]

    /// - Parameters:
    ///   - keys: Of the caller's and the answerer's node.
    ///   - stream: What tells this connection from all others.
    package init(keys: (caller: Ed25519PrivateKey, answerer: Ed25519PrivateKey), _ plan: LossPlan, stream: [UInt64]) {
        self.plan = plan
        ends = [
            RelayedEnd(NodeID(.ed25519(keys.caller.publicKey)), as: keys.answerer, ephemeral: .generate()),
            RelayedEnd(NodeID(.ed25519(keys.answerer.publicKey)), as: keys.caller, ephemeral: .generate()),
        ]
        ways = Side.allCases.map { HeldMessages(plan, stream: stream + [UInt64($0.rawValue)]) }
    }

    /// Takes what a side has sent.
    ///
    /// - Throws: Why both connections are to be closed.
    package mutating func receive(_ bytes: UnsafeRawBufferPointer, from side: Side, at now: Instant) throws {
        for event in try ends[side.rawValue].receive(bytes, at: now) {
            switch event {
            case .introduced(let info): infos[side.rawValue] = info
            case .message(let message): ways[side.rawValue].take(plan.changed(message), at: now.monotonic)
            }
        }
        for side in Side.allCases {
            guard let info = infos[side.rawValue], ends[side.other.rawValue].isKnown else { continue }
            infos[side.rawValue] = nil
            try ends[side.other.rawValue].tell(info)
        }
    }

    /// The bytes to be sent to a side now, as many as there is room for; a handshake's few come as a whole.
    package mutating func nextBytes(for side: Side, room: Int, at now: Instant) throws -> [UInt8] {
        if ends[side.rawValue].isOpen {
            ways[side.other.rawValue].release(at: now.monotonic) { ends[side.rawValue].enqueue($0) }
        }
        return try ends[side.rawValue].nextBytes(room: room, at: now)
    }

    /// Whether more is to be read from a side.
    package func mayRead(from side: Side) -> Bool { ways[side.rawValue].heldBytes < Relay.heldMaximum }

    /// When a late message goes on, by the monotonic clock.
    package func nextDue(after now: Instant) -> Nanoseconds? {
        ways.compactMap { $0.nextDue(after: now.monotonic) }.min()
    }

    /// What became of the messages from a side.
    package func tally(from side: Side) -> Tally { ways[side.rawValue].tally }
}
