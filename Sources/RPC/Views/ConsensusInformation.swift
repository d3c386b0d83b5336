/// What `/dump_consensus_state` and `/consensus_state` tell.
package struct ConsensusInformation: Sendable {
    package let roundState: RoundStateInformation
    /// What this node believes of its peers; nil for one of which it knows nothing yet.
    package let peers: [PeerStateInformation?]

    package init(roundState: RoundStateInformation, peers: [PeerStateInformation?]) {
        self.roundState = roundState
        self.peers = peers
    }
}
