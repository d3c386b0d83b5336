package import Chain
package import Consensus
package import Cryptography

/// What the engine believes of a connected peer, for whoever only looks.
package struct PeerView: Sendable {
    package let id: NodeID
    package let rounds: PeerRoundState
    /// When the first round of the peer's height began, by what it told and our clock; Go's zero time before it told.
    package let startTime: Timestamp
    /// The round whose commit a peer that is behind gets from us; none for one that is not, or before it gets one.
    package let catchUpRound: Round
    /// How many may vote at the height before the peer's, and at the peer's; 0 where that is not known.
    package let lastValidatorCount: Int
    package let validatorCount: Int
    /// Votes and parts it has sent that were new here.
    package let voteCount: Int
    package let partCount: Int

    package init(
        id: NodeID, rounds: PeerRoundState, startTime: Timestamp, catchUpRound: Round, lastValidatorCount: Int,
        validatorCount: Int, voteCount: Int, partCount: Int
    ) {
        self.id = id
        self.rounds = rounds
        self.startTime = startTime
        self.catchUpRound = catchUpRound
        self.lastValidatorCount = lastValidatorCount
        self.validatorCount = validatorCount
        self.voteCount = voteCount
        self.partCount = partCount
    }
}

extension ValidatorEngine {
    /// The connected peers, in the order of their names.
    package var peerViews: [PeerView] { peers.all.map(view) }

    private func view(of peer: Peer) -> PeerView {
        let (height, state) = (machine.height ?? 0, machine.state)
        var (round, last, own) = (Round.none, 0, 0)
        if peer.rounds.height == height {
            own = state?.validators.count ?? 0
            last = state?.lastCommit?.validators.count ?? 0
        } else if peer.rounds.height.next == height, let commit = state?.lastCommit {
            round = commit.round
            own = commit.validators.count
        } else if let block = peers.storedBlock(peer.rounds.height) {
            round = block.commit.round
            own = block.commit.signatures.count
        }
        return PeerView(
            id: peer.id, rounds: peer.rounds, startTime: peer.startTime, catchUpRound: round, lastValidatorCount: last,
            validatorCount: own, voteCount: peer.voteCount, partCount: peer.partCount)
    }
}
