import Chain
import PeerMessages

/// What a peer has sent for the height after ours.
///
/// Who decides a height first is a message ahead of the others: the next proposal would have to wait at its proposer until
/// each peer has told that it is there, and come that much later. So it is sent behind the votes that bring a peer there, and
/// kept for the moment until it is.
///
/// Deviation: CometBFT drops it, so its nodes are not sent it; see docs/decisions/early-messages.md.
struct EarlyMessages: Sendable {
    /// How many of these may be kept of one peer, or sent to one. 8 parts are half a megabyte; of larger blocks the rest
    /// follows when the peer is there.
    struct Allowance: Sendable {
        private static let partsMaximum = 8
        private static let votesMaximum = 64

        private var parts = 0
        private var votes = 0
        private var proposals = 0

        /// - Returns: Whether there is room for the message; it is taken.
        mutating func take(_ message: ConsensusMessage) -> Bool {
            switch message {
            case .blockPart:
                parts += 1
                return parts <= Allowance.partsMaximum
            case .vote:
                votes += 1
                return votes <= Allowance.votesMaximum
            case .proposal:
                proposals += 1
                return proposals <= 1
            default: return false
            }
        }

        var hasRoomForData: Bool { parts < Allowance.partsMaximum }
        var hasRoomForVotes: Bool { votes < Allowance.votesMaximum }
    }

    private var messages: [ConsensusMessage] = []
    private var allowance = Allowance()

    /// The height that a message is of, where it is one that may be kept.
    static func height(of message: ConsensusMessage) -> Height? {
        switch message {
        case .proposal(let proposal): proposal.height
        case .blockPart(let part): part.height
        case .vote(let vote): vote.height
        default: nil
        }
    }

    mutating func keep(_ message: ConsensusMessage) {
        if allowance.take(message) { messages.append(message) }
    }

    mutating func take() -> [ConsensusMessage] {
        defer { self = EarlyMessages() }
        return messages
    }
}
