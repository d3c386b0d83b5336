import PeerMessages
import Wire

/// Messages of one channel that wait to be sent, cut into packets.
struct SendingChannel: Sendable {
    let description: ChannelDescription
    /// Messages that may wait.
    let capacity: Int
    /// Bytes sent of late: every two seconds a fifth of them is forgotten.
    private(set) var recentlySent: Int64 = 0
    private var messages: [[UInt8]] = []
    /// The message that is being sent, and how much of it is gone.
    private var current = 0
    private var offset = 0

    init(_ description: ChannelDescription) {
        self.description = description
        capacity = max(description.sendQueueMaximum, ConnectionSettings.waitingMinimum)
    }

    var waiting: Int { messages.count - current }

    /// Bytes that wait.
    var waitingBytes: Int { messages[current...].reduce(0) { $0 + $1.count } - offset }

    /// - Returns: false when there is no room.
    mutating func enqueue(_ message: [UInt8]) -> Bool {
        if waiting >= capacity { return false }
        messages.append(message)
        return true
    }

    /// Whether this channel is to go before another (CometBFT `selectChannelToGossipOn`): it has sent less of late for its
    /// priority.
    func precedes(_ other: SendingChannel) -> Bool {
        let priority = Int64(max(1, description.priority)), otherPriority = Int64(max(1, other.description.priority))
        return recentlySent * otherPriority < other.recentlySent * priority
    }

    /// Writes the next packet of what waits.
    ///
    /// - Returns: Whether a message is now sent as a whole.
    mutating func writePacket(into writer: inout ProtobufWriter) -> Bool {
        if current >= messages.count { return false }
        let before = writer.bytes.count
        let message = messages[current]
        let end = min(message.count, offset + Packet.dataBytesMaximum)
        let isLast = end == message.count
        let packet = Packet.message(
            channel: Int32(description.id.rawValue), isLast: isLast, data: Array(message[offset..<end]))
        writer.delimited { packet.encode(into: &$0) }
        // Fades faster than it could grow to half of Int64.
        recentlySent += Int64(writer.bytes.count - before)
        offset = isLast ? 0 : end
        if isLast { finishMessage() }
        return isLast
    }

    private mutating func finishMessage() {
        messages[current] = []
        current += 1
        // Moving what waits once for many messages costs less than for each.
        if current == messages.count || current >= 64 {
            messages.removeSubrange(..<current)
            current = 0
        }
    }

    /// Two seconds have passed so many times (CometBFT `updateStats`).
    mutating func fade(_ times: Int64) {
        // 0.8^200 of anything is nothing.
        for _ in 0..<min(200, times) { recentlySent = recentlySent / 5 * 4 + recentlySent % 5 * 4 / 5 }
    }
}
