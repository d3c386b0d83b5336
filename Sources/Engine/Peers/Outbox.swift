import PeerMessages

/// What was handed out for a peer and it has not taken: of each channel only so much.
struct Outbox: Sendable {
    /// Messages of one channel that may wait for a peer to take them. CometBFT's queues take a hundred of consensus.
    static let messagesMaximum = 64
    /// Bytes of transactions that may wait for a peer to take them, besides the last.
    static let transactionBytesMaximum = 1 << 20

    private var counts: [ChannelID: Int] = [:]
    /// The size of each transaction among the messages, in order.
    private var transactionSizes: [Int] = []
    private var transactionBytes = 0
    /// Bytes of the blocks among the messages of block sync, in their order.
    private var blockSizes: [Int] = []
    /// Bytes of blocks that it has not taken.
    private(set) var blockBytes = 0
    /// The channels that take no more. Whether one does is asked of every peer after every event: it must cost nothing.
    private var full: [ChannelID] = []

    func hasRoom(_ channel: ChannelID) -> Bool { !full.contains(channel) }

    /// Whether the peer took everything that was handed out.
    var isEmpty: Bool { counts.isEmpty }

    mutating func add(_ channel: ChannelID) {
        counts[channel, default: 0] += 1
        noteRoom(channel)
    }

    mutating func add(transactionOf size: Int) {
        transactionSizes.append(size)
        transactionBytes += size
        add(.mempool)
    }

    /// A message of block sync, with a block of so many bytes in it.
    mutating func add(blockBytes count: Int) {
        blockSizes.append(count)
        blockBytes += count
        add(.blockSync)
    }

    /// The peer took so many messages of a channel.
    mutating func take(_ channel: ChannelID, _ count: Int) {
        if channel == .blockSync {
            let taken = min(max(0, count), blockSizes.count)
            blockBytes -= blockSizes.prefix(taken).reduce(0, +)
            blockSizes.removeFirst(taken)
        }
        if channel == .mempool {
            let taken = min(max(0, count), transactionSizes.count)
            transactionBytes -= transactionSizes.prefix(taken).reduce(0, +)
            transactionSizes.removeFirst(taken)
        }
        let left = counts[channel, default: 0] - count
        counts[channel] = left > 0 ? left : nil
        noteRoom(channel)
    }

    private mutating func noteRoom(_ channel: ChannelID) {
        let isFull =
            counts[channel, default: 0] >= Outbox.messagesMaximum
            || channel == .mempool && transactionBytes >= Outbox.transactionBytesMaximum
        if isFull == full.contains(channel) { return }
        if isFull { full.append(channel) } else { full.removeAll { $0 == channel } }
    }
}
