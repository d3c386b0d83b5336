package import PeerMessages
import Wire

/// What a peer's message must be before it reaches the engine: let through by the filters that read only lengths, decoded on
/// its channel, and valid by itself.
package struct MessageIntake: Sendable {
    private let limits: PeerMessageLimits
    private let transactions: MempoolMessageFilter

    package init(_ limits: PeerMessageLimits) {
        self.limits = limits
        transactions = MempoolMessageFilter(
            transactionBytesMaximum: limits.transactionBytesMaximum, batchBytesMaximum: limits.batchBytesMaximum)
    }

    /// Reads a message.
    ///
    /// - Parameter expectation: Whether the peer may send a block now.
    /// - Throws: Then the peer is to be dropped.
    package func read(
        _ message: ReceivedMessage, blocks expectation: BlockResponseFilter.Expectation
    ) throws(ConnectionError) -> PeerMessage {
        do {
            if message.channel == .mempool { try transactions.check(message.bytes) }
            if message.channel == .blockSync { try BlockResponseFilter.check(message.bytes, expectation) }
            let read = try PeerMessage(protobuf: message.bytes, on: message.channel)
            try read.validate(limits)
            return read
        } catch {
            throw .message(message.channel, reason: "\(error)")
        }
    }
}
