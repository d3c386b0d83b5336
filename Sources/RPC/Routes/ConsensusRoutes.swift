import JSON
import Wire

extension Route {
    /// A summary of what consensus is doing.
    static let consensusState = Route(building: "consensus_state") { _ in
        { view in .members(("round_state", try state(of: view).roundState.summaryJSON)) }
    }

    /// All that consensus knows of its height, and what it believes of its peers.
    static let dumpConsensusState = Route(building: "dump_consensus_state") { _ in
        { view in
            let consensus = try state(of: view)
            let peers = consensus.peers.map { $0?.json ?? PeerStateInformation.unknown }
            return .members(("round_state", consensus.roundState.json), ("peers", .array(peers)))
        }
    }

    /// Deviation: CometBFT always has a round state to show, stale while it fetches blocks.
    private static func state(of view: any NodeView) throws(RouteError) -> ConsensusInformation {
        guard let consensus = view.consensus() else { throw RouteError("consensus has not started yet") }
        return consensus
    }
}
