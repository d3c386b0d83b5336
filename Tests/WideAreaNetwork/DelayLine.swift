/// Packets on their way between sites: each arrives when its link's delay has passed, in the order of that link.
///
/// A value without a clock; times are nanoseconds of any clock that only goes forward.
package struct DelayLine: Sendable {
    /// One direction between two sites.
    package struct Link: Sendable {
        /// Nanoseconds from one end to the other.
        package var delay: Int64 = 0
        /// How fast packets enter the link; 0 for no limit.
        package var bytesPerSecond: Int64 = 0
        /// Whether everything that enters is lost.
        package var isCut = false
        /// When the last packet has entered.
        fileprivate var freeAt: Int64 = .min
        fileprivate var queue = PacketQueue()
    }

    /// Bytes on one link, those included that wait to enter it: a second of a gigabit link and its routers' buffers.
    /// What comes then is lost, as on a line that is full.
    package static let linkBytesMaximum = 16 << 20

    package let siteCount: Int
    private var links: [Link]
    /// Bytes that each site has sent, and that have arrived at it.
    package private(set) var sent: [Int]
    package private(set) var received: [Int]

    /// Sites numbered from 0, without any delay.
    package init(siteCount: Int) {
        self.siteCount = siteCount
        links = Array(repeating: Link(), count: siteCount * siteCount)
        sent = Array(repeating: 0, count: siteCount)
        received = sent
    }

    package subscript(from: Int, to: Int) -> Link {
        get { links[from * siteCount + to] }
        set { links[from * siteCount + to] = newValue }
    }

    /// Cuts the link in both directions; what is on it is lost.
    package mutating func cut(_ one: Int, _ other: Int) {
        for (from, to) in [(one, other), (other, one)] {
            self[from, to].isCut = true
            self[from, to].queue = PacketQueue()
        }
    }

    package mutating func heal(_ one: Int, _ other: Int) {
        self[one, other].isCut = false
        self[other, one].isCut = false
    }

    /// A packet enters.
    package mutating func send(_ packet: [UInt8], from: Int, to: Int, at now: Int64) {
        sent[from] += packet.count
        let place = from * siteCount + to
        if links[place].isCut || links[place].queue.byteCount + packet.count > DelayLine.linkBytesMaximum { return }
        var entered = now
        if links[place].bytesPerSecond > 0 {
            let time = Int64(packet.count) * 1_000_000_000 / links[place].bytesPerSecond
            entered = max(now, links[place].freeAt) + time
            links[place].freeAt = entered
        }
        // A link that has become shorter reorders nothing.
        let due = max(entered + links[place].delay, links[place].queue.lastDue ?? .min)
        links[place].queue.append(PacketQueue.Packet(bytes: packet, due: due))
    }

    /// When the next packet arrives; nil when none is on its way.
    package var nextDue: Int64? { links.compactMap { $0.queue.firstDue }.min() }

    /// Takes out what has arrived, link by link.
    package mutating func arrivals(at now: Int64) -> [(packet: [UInt8], to: Int)] {
        var arrived: [(packet: [UInt8], to: Int)] = []
        for place in links.indices {
            while let due = links[place].queue.firstDue, due <= now, let packet = links[place].queue.popFirst() {
                let to = place % siteCount
                received[to] += packet.bytes.count
                arrived.append((packet.bytes, to))
            }
        }
        return arrived
    }
}
