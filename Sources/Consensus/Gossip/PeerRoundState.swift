package import Chain
package import PeerMessages

/// Where a peer stands and what it has (CometBFT `consensus/types/peer_round_state.go`).
///
/// It is what gossip decides by: whatever we have for the peer's height and round and the peer lacks is sent, once.
package struct PeerRoundState: Sendable {
    /// Sets of votes that are kept track of for one peer. A height seldom has more than a few rounds; beyond this many a
    /// peer may get votes that it has.
    static let voteSetsMaximum = 256

    /// The height the peer is deciding; 0 until it has told.
    package internal(set) var height: Height = 0
    package internal(set) var round = Round.none
    package internal(set) var step = RoundStep.newHeight
    /// The round that decided the height before; -1 at the first.
    package internal(set) var lastCommitRound = Round.none
    /// Whether it has the proposal of its round.
    package internal(set) var hasProposal = false
    /// The parts that it collects; nil when we do not know.
    package internal(set) var partSetHeader: PartSetHeader?
    /// Whether it collects them only because we sent it that proposal.
    var supposesParts = false
    package internal(set) var parts = Marks()
    /// The proof-of-lock round of its proposal.
    package internal(set) var polRound = Round.none
    /// What it has of the votes of its height, and of the precommits of the one before.
    package internal(set) var votes: [VoteSetID: Marks] = [:]
    /// What it gets from others.
    package var withheld = Withheld()

    /// Where it told that it stands, while it is supposed to have gone on to the next height.
    private(set) var told: PeerPosition?

    package init() {}

    /// Whether the height is the one it will be deciding when what was sent arrives, and not yet the one it told.
    package var isExpected: Bool { told != nil }

    /// What was sent and not confirmed counts as lost: the peer makes no progress.
    package mutating func forgetSent() {
        returnToTold()
        parts.forgetSent()
        votes = votes.mapValues { marks in
            var marks = marks
            marks.forgetSent()
            return marks
        }
        hasProposal = false
        withheld = Withheld()
    }

    /// What is held back has waited for another turn.
    package mutating func turnWithheld() { withheld.turn(hasBlock: step >= .prevote) }

    /// Whether the peer says that it has a vote which we have sent it: it had it from someone else already.
    package func wasSentInVain(_ vote: HasVote) -> Bool {
        let marks = votes[VoteSetID(height: vote.height, round: vote.round, type: vote.type)]
        return marks?.wasSent(Int(vote.index)) == true && marks?.wasTold(Int(vote.index)) == false
    }

    /// The height that it told it decides.
    package var toldHeight: Height { told?.height ?? height }

    /// Supposes that the peer goes on to the next height: it has, or is being sent by us or others, all parts of this block and
    /// all the precommits that decide it.
    ///
    /// - Returns: Whether it does.
    package mutating func expectNext(after block: StoredBlock) -> Bool {
        let id = VoteSetID(height: block.height, round: block.commit.round, type: .precommit)
        let header = block.parts.header
        guard told == nil, block.height == height, (partSetHeader ?? header) == header,
            parts.firstLacking(of: block.parts.bitArray, besides: { withheld.parts($0, of: header) }) == nil,
            (votes[id] ?? Marks()).firstLacking(of: block.voters, besides: { withheld.votes($0, of: id) }) == nil
        else { return false }
        told = PeerPosition(height: height, round: round, step: step)
        move(to: PeerPosition(height: height.next, round: 0, step: .newHeight), lastCommitRound: block.commit.round)
        return true
    }

    /// The peer is where it told, whatever was expected.
    mutating func returnToTold() {
        guard let told else { return }
        self.told = nil
        leaveRound()
        height = told.height
        round = told.round
        step = told.step
    }

    /// The peer has told that it is at the height where it was expected, or behind.
    mutating func noteTold(_ position: PeerPosition) {
        if position.height >= height { told = nil } else if told != nil { told = position }
    }

    /// Whether the vote was sent to the peer.
    package func wasSent(_ vote: HasVote) -> Bool {
        votes[VoteSetID(height: vote.height, round: vote.round, type: vote.type)]?.wasSent(Int(vote.index)) == true
    }

    /// Changes what is known of a set's votes, when the peer can have use for it.
    mutating func mark(_ id: VoteSetID, _ change: (inout Marks) -> Void) {
        let isOfLastCommit = id.height.next == height && id.type == .precommit
        guard id.height == height || isOfLastCommit, id.round >= 0 else { return }
        if votes[id] == nil && votes.count >= PeerRoundState.voteSetsMaximum { return }
        change(&votes[id, default: Marks()])
    }
}
