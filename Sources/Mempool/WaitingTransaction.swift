package import Chain
package import Cryptography

/// A transaction that waits for a block.
package struct WaitingTransaction: Sendable {
    /// Peers remembered as senders of one transaction, at most: more than CometBFT's default number of peers (40 inbound,
    /// 10 outbound). One that is not remembered may be sent what it has.
    package static let sendersMaximum = 64

    package let transaction: Transaction
    package let hash: Hash
    /// Its place in the order of admission: later ones have higher numbers; none is given twice, and none is 0.
    package let number: UInt64
    /// What the application says that it costs.
    package let gasWanted: Int64
    /// The last block when it was admitted.
    package let height: Height
    /// When it was admitted, by the monotonic clock.
    package let time: Nanoseconds
    /// The peer that it came from first; nil when it came from a client.
    package let giver: NodeID?
    /// Peers that sent it, and need not be sent it.
    package private(set) var senders: [NodeID]

    init(
        transaction: Transaction, hash: Hash, number: UInt64, gasWanted: Int64, height: Height, time: Nanoseconds,
        giver: NodeID?, senders: [NodeID]
    ) {
        self.transaction = transaction
        self.hash = hash
        self.number = number
        self.gasWanted = gasWanted
        self.height = height
        self.time = time
        self.giver = giver
        self.senders = senders
    }

    mutating func note(_ sender: NodeID) {
        senders.noteSender(sender)
    }
}

extension [NodeID] {
    mutating func noteSender(_ sender: NodeID) {
        if count < WaitingTransaction.sendersMaximum && !contains(sender) { append(sender) }
    }
}
