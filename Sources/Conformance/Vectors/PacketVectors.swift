import Chain
import JSON
import PeerMessages
import PeerProtocol
import Wire

/// `mconn_packets.json`: packets, and how messages are cut into them.
enum PacketVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("packets") { checker.each(file["packets"], packet) }
        if file.has("live") { checker.each(file["live"], message) }
    }

    private static func packet(_ vector: VectorMember, _ checker: inout Checker) throws {
        let packet = try checker.decode(Packet.self, vector["packet_proto"])
        checker.expect("members", json: vector["json"].json, packet.protobufJSON)
        checker.expect("delimited", bytes: try vector["wire"].hex(), packet.delimitedProtobuf)
    }

    private static func message(_ vector: VectorMember, _ checker: inout Checker) throws {
        guard let number = UInt8(try vector["channel"].text().dropFirst(2), radix: 16) else {
            throw vector["channel"].wrong("a channel")
        }
        let channel = ChannelID(number), message = try vector["message"].hex(), wire = try vector["wire"].hex()
        let now = Instant(wall: .unixEpoch, monotonic: .zero)
        let settings = ConnectionSettings(
            channels: ChannelDescription.standard(transactionBytesMaximum: 1_048_576), sendRate: 0, receiveRate: 0)
        var sender = MultiplexConnection(settings, peerChannels: [channel], at: now)
        checker.expect("taken", true, sender.enqueue(message, on: channel))
        checker.expect("packets", bytes: wire, sender.nextPackets(room: 2 * message.count + 2048, at: now))
        var receiver = MultiplexConnection(settings, peerChannels: [channel], at: now)
        var queue = ByteQueue()
        wire.withUnsafeBytes { queue.append($0) }
        let received = try receiver.receive(&queue, at: now)
        checker.expect("channels", [channel], received.map(\.channel))
        checker.expect("message", bytes: message, received.first?.bytes ?? [])
        checker.expect("nothing left", true, queue.isEmpty)
    }
}
