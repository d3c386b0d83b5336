package import Chain
package import JSON
package import Wire

/// What this node believes a peer to have (CometBFT consensus/types `PeerRoundState`).
package struct PeerStateInformation: Sendable {
    /// `id@host:port`.
    package var nodeAddress: ByteString
    package var height: Height = 0
    package var round = Round.none
    /// As `RoundStateInformation.step`; 0 while it is not known.
    package var step: UInt8 = 0
    package var startTime = Timestamp.zero
    package var hasProposal = false
    package var proposalPartSetHeader = PartSetHeader.none
    /// Empty while it is not known, as the other bit arrays.
    package var proposalParts = BitArray.empty
    package var proposalPOLRound = Round.none
    package var proposalPOL = BitArray.empty
    package var prevotes = BitArray.empty
    package var precommits = BitArray.empty
    package var lastCommitRound = Round.none
    package var lastCommit = BitArray.empty
    package var catchupCommitRound = Round.none
    package var catchupCommit = BitArray.empty
    /// Votes it has sent that were new here.
    package var voteCount = 0
    /// Parts it has sent that were new here.
    package var partCount = 0

    /// A peer that has not said anything yet.
    package init(nodeAddress: ByteString) {
        self.nodeAddress = nodeAddress
    }

    /// The entry for a peer without a state.
    static let unknown = JSONValue.members(("node_address", .text("")), ("peer_state", .null))
}

extension PeerStateInformation: JSONEncodable {
    package var json: JSONValue {
        .members(
            ("node_address", .string(nodeAddress)),
            (
                "peer_state",
                .members(
                    ("round_state", roundState),
                    (
                        "stats",
                        .members(("votes", .decimal(voteCount)), ("block_parts", .decimal(partCount)))
                    ))
            ))
    }

    private var roundState: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)), ("step", .integer(step)),
            ("start_time", startTime.json), ("proposal", .bool(hasProposal)),
            ("proposal_block_part_set_header", proposalPartSetHeader.json),
            ("proposal_block_parts", proposalParts.json),
            ("proposal_pol_round", .integer(proposalPOLRound.rawValue)), ("proposal_pol", proposalPOL.json),
            ("prevotes", prevotes.json), ("precommits", precommits.json),
            ("last_commit_round", .integer(lastCommitRound.rawValue)), ("last_commit", lastCommit.json),
            ("catchup_commit_round", .integer(catchupCommitRound.rawValue)), ("catchup_commit", catchupCommit.json))
    }
}
