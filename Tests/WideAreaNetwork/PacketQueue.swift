/// Packets of one link in their order.
struct PacketQueue: Sendable {
    struct Packet: Sendable {
        let bytes: [UInt8]
        /// When it arrives.
        let due: Int64
    }

    private var packets: [Packet?] = []
    private var first = 0
    private(set) var byteCount = 0

    var firstDue: Int64? { first < packets.count ? packets[first]?.due : nil }
    var lastDue: Int64? { packets.last??.due }

    mutating func append(_ packet: Packet) {
        packets.append(packet)
        byteCount += packet.bytes.count
    }

    mutating func popFirst() -> Packet? {
        guard first < packets.count, let packet = packets[first] else { return nil }
        packets[first] = nil
        first += 1
        byteCount -= packet.bytes.count
        if first == packets.count || first >= 4096 {
            packets.removeFirst(first)
            first = 0
        }
        return packet
    }
}
