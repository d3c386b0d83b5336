package import Chain
package import PeerMessages
import Wire

/// Several channels on one connection (CometBFT `MConnection`): what is inside the SecretConnection. Bytes in, messages out;
/// messages in, bytes out.
///
/// Deviation: CometBFT flushes what is small only after `flush_throttle_timeout`, and a peer whose socket takes nothing is not
/// asked whether it is there. Here everything leaves at once, and the answer is waited for from when a ping was due.
package struct MultiplexConnection: Sendable {
    /// How often channels forget what they sent (CometBFT `updateStats`).
    private static let fadePeriod = Nanoseconds.seconds(2)
    /// Bytes saved up before a limited connection goes on: CometBFT sends ten packets at a time.
    private static let batchBytes = 10 * Packet.delimitedBytesMaximum
    /// Deviation: what a packet counts at least towards `p2p.recv_rate`. To handle a short one takes as long as to carry so many bytes. By
    /// default it makes 10,000 packets a second, five times what a peer at a hundred blocks a second has to say.
    private static let packetCost = 512

    private let settings: ConnectionSettings
    private let start: Instant
    private var sending: [SendingChannel]
    private var receiving: [ReceivingChannel]
    private var sendBucket: TokenBucket
    private var receiveBucket: TokenBucket
    private var sendMeter: TrafficMeter
    private var receiveMeter: TrafficMeter
    private var faded: Nanoseconds
    private var owesPong = false
    private var owesPing = false
    private var nextPing: Nanoseconds
    private var pongDeadline: Nanoseconds?
    private var taken: [ChannelID: Int] = [:]

    /// - Parameter peerChannels: The channels that the peer serves; nothing is sent on others.
    package init(_ settings: ConnectionSettings, peerChannels: [ChannelID], at now: Instant) {
        self.settings = settings
        start = now
        sending = settings.channels.filter { peerChannels.contains($0.id) }.map(SendingChannel.init)
        receiving = settings.channels.map(ReceivingChannel.init)
        sendBucket = TokenBucket(rate: settings.sendRate, at: now.monotonic)
        receiveBucket = TokenBucket(rate: settings.receiveRate, at: now.monotonic)
        sendMeter = TrafficMeter(at: now)
        receiveMeter = TrafficMeter(at: now)
        faded = now.monotonic
        nextPing = now.monotonic.adding(settings.pingInterval)
    }

    // MARK: Receiving

    /// Reads the packets that are complete.
    ///
    /// - Parameters:
    ///   - queue: What has come out of the frames; what is left in it is less than a packet.
    ///   - expectsBlocks: Whether the peer was asked for blocks that have not come.
    /// - Returns: The messages that are complete, in the order in which they ended.
    package mutating func receive(
        _ queue: inout ByteQueue, at now: Instant, expectsBlocks: Bool = false
    ) throws(ConnectionError) -> [ReceivedMessage] {
        var messages: [ReceivedMessage] = []
        var (passed, cost) = (0, 0)
        defer {
            receiveMeter.count(passed, at: now)
            // To fill it before it is taken from.
            _ = receiveBucket.isOpen(at: now.monotonic)
            receiveBucket.take(cost)
        }
        while let (length, prefix) = try MultiplexConnection.delimiter(queue), queue.count - prefix >= length {
            queue.drop(prefix)
            passed += prefix + length
            cost += max(prefix + length, MultiplexConnection.packetCost)
            if let message = try receive(packet: queue.take(length), expectsBlocks) { messages.append(message) }
        }
        return messages
    }

    private static func delimiter(_ queue: ByteQueue) throws(ConnectionError) -> (length: Int, prefix: Int)? {
        do {
            return try queue.delimiter(atMost: Packet.bytesMaximum)
        } catch {
            throw .delimiter(error)
        }
    }

    private mutating func receive(
        packet bytes: [UInt8], _ expectsBlocks: Bool
    ) throws(ConnectionError) -> ReceivedMessage? {
        let packet: Packet
        do {
            packet = try Packet(protobuf: bytes)
        } catch {
            throw .packet(error)
        }
        switch packet {
        case .ping: owesPong = true
        case .pong: pongDeadline = nil
        case .message(let number, let isLast, let data):
            guard let raw = UInt8(exactly: number),
                let index = receiving.firstIndex(where: { $0.id == ChannelID(raw) })
            else { throw .unknownChannel(number) }
            guard let message = try receiving[index].receive(data, isLast: isLast, expectsBlocks: expectsBlocks)
            else { return nil }
            return ReceivedMessage(channel: receiving[index].id, bytes: message)
        }
        return nil
    }

    /// When reading may go on: what has come is more than the rate allows. Nil when it may now.
    mutating func readingPause(at now: Instant) -> Nanoseconds? {
        receiveBucket.isOpen(at: now.monotonic)
            ? nil : receiveBucket.opening(for: MultiplexConnection.batchBytes)
    }

    // MARK: Sending

    /// Puts a message behind the others of its channel.
    ///
    /// - Returns: false when it was not taken: the peer does not serve the channel, or too many wait.
    package mutating func enqueue(_ message: [UInt8], on channel: ChannelID) -> Bool {
        guard let index = sending.firstIndex(where: { $0.description.id == channel }) else { return false }
        return sending[index].enqueue(message)
    }

    /// The packets to be sent now, as many as there is room for.
    ///
    /// - Parameter room: Bytes.
    package mutating func nextPackets(room: Int, at now: Instant) -> [UInt8] {
        fade(at: now)
        var writer = ProtobufWriter()
        if owesPong {
            owesPong = false
            writer.delimited { Packet.pong.encode(into: &$0) }
        }
        tick(at: now)
        if owesPing {
            owesPing = false
            writer.delimited { Packet.ping.encode(into: &$0) }
        }
        while writer.bytes.count + Packet.delimitedBytesMaximum <= room, sendBucket.isOpen(at: now.monotonic),
            let index = nextChannel()
        {
            let before = writer.bytes.count
            if sending[index].writePacket(into: &writer) { taken[sending[index].description.id, default: 0] += 1 }
            sendBucket.take(writer.bytes.count - before)
        }
        sendMeter.count(writer.bytes.count, at: now)
        return writer.bytes
    }

    private func nextChannel() -> Int? {
        var best: Int?
        for index in sending.indices where sending[index].waiting > 0 {
            if let found = best, !sending[index].precedes(sending[found]) { continue }
            best = index
        }
        return best
    }

    private mutating func fade(at now: Instant) {
        let times = now.monotonic.since(faded).rawValue / MultiplexConnection.fadePeriod.rawValue
        if times == 0 { return }
        faded = now.monotonic
        for index in sending.indices { sending[index].fade(times) }
    }

    /// Messages that were sent as a whole since this was asked last, by channel.
    mutating func takeSent() -> [(channel: ChannelID, count: Int)] {
        defer { taken = [:] }
        return taken.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // MARK: Time

    /// Whether there is something to be sent now.
    mutating func hasPackets(at now: Instant) -> Bool {
        tick(at: now)
        return owesPong || owesPing || (hasWaiting && sendBucket.isOpen(at: now.monotonic))
    }

    private var hasWaiting: Bool { sending.contains { $0.waiting > 0 } }

    /// The next moment at which something is to be done though nothing happens, by the monotonic clock. What waits for
    /// nothing but room has none.
    var nextDeadline: Nanoseconds {
        var deadline = nextPing
        if let pongDeadline { deadline = min(deadline, pongDeadline) }
        if hasWaiting && sendBucket.isExhausted {
            deadline = min(deadline, sendBucket.opening(for: MultiplexConnection.batchBytes))
        }
        return deadline
    }

    /// Throws when the peer has not answered in time.
    mutating func checkTime(at now: Instant) throws(ConnectionError) {
        tick(at: now)
        // To know whether it is time that is waited for.
        _ = sendBucket.isOpen(at: now.monotonic)
        if let pongDeadline, now.monotonic >= pongDeadline { throw .pongTimeout(settings.pongTimeout) }
    }

    /// Asks for a ping when it is time. Its answer is waited for from now on, also if it cannot be sent: so a peer that takes
    /// nothing does not stay for ever.
    private mutating func tick(at now: Instant) {
        if now.monotonic < nextPing { return }
        nextPing = now.monotonic.adding(settings.pingInterval)
        owesPing = true
        // One that is not answered yet counts from its own time.
        if pongDeadline == nil { pongDeadline = now.monotonic.adding(settings.pongTimeout) }
    }

    // MARK: What it looks like

    /// What `/net_info` tells.
    mutating func status(at now: Instant) -> ConnectionStatus {
        sendMeter.count(0, at: now)
        receiveMeter.count(0, at: now)
        return ConnectionStatus(
            duration: now.monotonic.since(start.monotonic), sent: sendMeter, received: receiveMeter, time: now,
            channels: sending.map { channel in
                ConnectionStatus.Channel(
                    id: channel.description.id, queueCapacity: channel.capacity, queueSize: channel.waiting,
                    queueBytes: channel.waitingBytes,
                    priority: channel.description.priority, recentlySent: channel.recentlySent)
            })
    }
}
