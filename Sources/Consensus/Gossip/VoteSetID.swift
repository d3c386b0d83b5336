package import Chain

/// Names a set of votes.
package struct VoteSetID: Hashable, Sendable {
    package let height: Height
    package let round: Round
    package let type: SignedMessageType

    package init(height: Height, round: Round, type: SignedMessageType) {
        self.height = height
        self.round = round
        self.type = type
    }
}

extension VoteSet {
    package var id: VoteSetID { VoteSetID(height: height, round: round, type: type) }
}
