import Wire

/// How a connection treats a channel: CometBFT's `ChannelDescriptor`, with its numbers.
package struct ChannelDescription: Equatable, Sendable {
    package let id: ChannelID
    /// The channel's share of the connection; larger is more.
    package let priority: Int
    /// Messages that wait to be sent before a sender has to wait.
    package let sendQueueMaximum: Int
    /// Bytes of the largest message received, inclusive; a longer one ends the connection.
    package let messageBytesMaximum: Int

    /// The standard channels in the order of `ChannelID.standard`.
    ///
    /// - Parameter transactionBytesMaximum: The node's own `mempool.max_tx_bytes`; the bound of the mempool's channel
    ///   follows from it, so two nodes may differ.
    package static func standard(transactionBytesMaximum: Int) -> [ChannelDescription] {
        ChannelID.standard.map { ChannelDescription($0, transactionBytesMaximum: transactionBytesMaximum) }
    }

    /// The channel of `PeerLinks`.
    package static let links = ChannelDescription(.links, transactionBytesMaximum: 0)

    /// The channel of `GenesisMessage`.
    package static let genesis = ChannelDescription(.genesis, transactionBytesMaximum: 0)

    /// The channels of state sync as a node has them that only serves: requests have less than 30 bytes, and a peer that sends more
    /// there shall not make this node keep it.
    package var takingRequestsOnly: ChannelDescription { ChannelDescription(self, messageBytesMaximum: 1_024) }

    private init(_ other: ChannelDescription, messageBytesMaximum: Int) {
        (id, priority, sendQueueMaximum) = (other.id, other.priority, other.sendQueueMaximum)
        self.messageBytesMaximum = messageBytesMaximum
    }

    private init(_ id: ChannelID, transactionBytesMaximum: Int) {
        self.id = id
        (priority, sendQueueMaximum, messageBytesMaximum) =
            switch id {
            // CometBFT p2p/pex/pex_reactor.go: 250 addresses of 256 bytes.
            case .peerExchange: (1, 10, 256 * 250)
            // CometBFT consensus/reactor.go.
            case .consensusState: (6, 100, 1_048_576)
            case .consensusData: (10, 100, 1_048_576)
            case .consensusVote: (7, 100, 1_048_576)
            case .consensusVoteSetBits: (1, 2, 1_048_576)
            // CometBFT mempool/reactor.go: the message with one transaction of the largest size.
            case .mempool: (5, 1, Self.mempoolBytesMaximum(transactionBytesMaximum))
            // CometBFT evidence/reactor.go.
            case .evidence: (6, 1, 1_048_576)
            // CometBFT blocksync/msgs.go: the largest block, and five bytes of protobuf around it.
            case .blockSync: (5, 1000, 104_857_600 + 5)
            // CometBFT statesync/messages.go.
            case .snapshot: (5, 10, 4_000_000)
            case .chunk: (3, 10, 16_000_000)
            // As many names as there may be, each of 20 bytes behind a tag and a length.
            case .links: (1, 4, 22 * PeerLinks.countMaximum)
            // The largest piece, and the protobuf around it: three tags, a number and two lengths of at most five bytes.
            case .genesis: (1, 4, GenesisChunk.bytesMaximum + 18)
            // What a channel gets that says nothing: CometBFT p2p/conn/connection.go.
            default: (1, 1, 22_020_096)
            }
    }

    private static func mempoolBytesMaximum(_ transactionBytesMaximum: Int) -> Int {
        let transaction = max(0, transactionBytesMaximum)
        let list = 1 + Varint.size(UInt64(transaction)) + transaction
        return 1 + Varint.size(UInt64(list)) + list
    }
}
