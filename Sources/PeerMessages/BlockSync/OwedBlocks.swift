/// How many blocks a peer owes: a request is answered by a block or by the word that there is none. So it is known whether a
/// block may come, though block sync has ended meanwhile and nobody waits for it any more.
package struct OwedBlocks: Sendable {
    private var wasAsked = false
    private var count = 0

    package init() {}

    /// A message leaves for the peer.
    package mutating func noteSent(_ message: PeerMessage) {
        guard case .blockSync(.blockRequest) = message else { return }
        wasAsked = true
        count += 1
    }

    /// A message of the peer was read.
    package mutating func noteReceived(_ message: PeerMessage) {
        switch message {
        case .blockSync(.blockResponse), .blockSync(.noBlockResponse): count = max(0, count - 1)
        default: return
        }
    }

    package var expectation: BlockResponseFilter.Expectation {
        count > 0 ? .owed : wasAsked ? .notOwed : .neverAsked
    }
}
