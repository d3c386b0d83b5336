package import Chain

/// What CometBFT writes into its consensus log (tendermint.consensus.WALMessage).
///
/// This project's own log has another format; this one is read to look into a CometBFT node's `cs.wal`.
package enum WALMessage: Hashable, Sendable, Validatable {
    /// A new step was entered.
    case roundState(WALRoundState)
    /// A message is about to be handled.
    case received(WALReceived)
    /// A timeout is about to be handled.
    case timeout(WALTimeout)
    /// The block of this height is in the store; what follows belongs to the next one.
    case endHeight(Height)

    /// Checks what CometBFT checks before it handles the message again: the rules that peers are held to.
    package func validate() throws(ValidationError) {
        if case .received(let received) = self { try received.message.validate() }
    }
}
