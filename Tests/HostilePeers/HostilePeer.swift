import Chain
package import Cryptography
import Foundation
package import PeerMessages
import PeerProtocol
package import Wire

/// A peer that a node has let in, and that says whatever a test wants.
package final class HostilePeer {
    package let id: NodeID
    private let socket: HostileSocket
    private var connection: SecretConnection

    /// Meets the node as any peer does.
    ///
    /// - Parameters:
    ///   - exchangesAddresses: Whether it lists their channel; then the node may call where it says that it listens.
    ///   - asksForSnapshots: Whether it lists the channels of state sync.
    package init(
        _ number: Int, port: Int, chainID: ByteString, from address: UInt32 = 0x7F00_0001,
        exchangesAddresses: Bool = false, asksForSnapshots: Bool = false
    ) throws {
        let seed = SHA256.hash(Array("hostile \(number)".utf8)).withUnsafeBytes { Array($0) }
        guard let key = Ed25519PrivateKey(seed: seed) else { throw HostilePeerError("no key") }
        let node = LocalNode(
            key: key, chainID: chainID, faultModel: .byzantine, applicationVersion: 1,
            listenAddress: "tcp://127.0.0.1:26656", version: "0.38.25",
            channels: HostilePeer.channels + (asksForSnapshots ? [.snapshot, .chunk] : [])
                + (exchangesAddresses ? [.peerExchange] : []),
            moniker: "hostile", other: NodeInfoOther(transactionIndex: "on", rpcAddress: ""))
        id = node.id
        let now = Instant(wall: .unixEpoch, monotonic: .zero)
        socket = try HostileSocket(port: port, from: address)
        var handshake = PeerHandshake(node, ephemeral: X25519PrivateKey.generate(), dialed: nil, at: now)
        while true {
            _ = socket.write(handshake.takeOutgoing())
            guard let bytes = socket.read(within: 10), !bytes.isEmpty else { throw HostilePeerError("not let in") }
            let peer = try bytes.withUnsafeBytes { try handshake.receive($0, at: now) }
            guard let peer else { continue }
            _ = socket.write(handshake.takeOutgoing())
            connection = peer.connection
            return
        }
    }

    private static let channels: [ChannelID] = [
        .blockSync, .consensusState, .consensusData, .consensusVote, .consensusVoteSetBits, .mempool, .evidence,
    ]

    /// Sends bytes in frames, and reads what has come meanwhile.
    ///
    /// - Returns: Whether the node took them.
    @discardableResult
    package func send(_ bytes: [UInt8], within seconds: Double = 20) throws -> Bool {
        var sealed: [UInt8] = []
        try connection.seal(bytes, appendingTo: &sealed)
        while let read = socket.read(within: 0), !read.isEmpty {}
        return socket.write(sealed, within: seconds)
    }

    @discardableResult
    package func send(_ message: PeerMessage) throws -> Bool {
        try send(HostilePeer.packets(of: message.protobuf, on: message.channel))
    }

    /// A message in packets.
    ///
    /// - Parameter isWhole: Whether the last of them says that it is the last.
    package static func packets(of message: [UInt8], on channel: ChannelID, isWhole: Bool = true) -> [UInt8] {
        stride(from: 0, to: max(1, message.count), by: Packet.dataBytesMaximum).flatMap { start in
            let end = min(message.count, start + Packet.dataBytesMaximum)
            return Packet.message(
                channel: Int32(channel.rawValue), isLast: isWhole && end == message.count,
                data: Array(message[start..<end])
            ).delimitedProtobuf
        }
    }

    /// Whether the node has closed the connection in time.
    package func isClosed(within seconds: Double = 10) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            if socket.read(within: deadline.timeIntervalSinceNow) == nil { return true }
        }
        return false
    }
}
