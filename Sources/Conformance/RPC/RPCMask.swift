import JSON
import Wire

/// What of recorded answers is not compared, because it cannot be equal. `docs/conformance.md` has the same list.
enum RPCMask {
    /// Members by method, below `result`.
    private static let members: [String: [[ByteString]]] = [
        // The operator's words, the addresses of that machine, and the version of that software.
        "status": [
            ["node_info", "listen_addr"], ["node_info", "version"], ["node_info", "moniker"],
            ["node_info", "other", "rpc_address"],
        ],
        // Who was connected.
        "net_info": [["n_peers"], ["peers"]],
        // Clocks, and what the peers were believed to have.
        "consensus_state": [["round_state", "start_time"]],
        "dump_consensus_state": [["round_state", "start_time"], ["round_state", "commit_time"], ["peers"]],
    ]

    /// What else moves while consensus works: compared only when the recorded node had just begun its height.
    private static let moving: [String: [[ByteString]]] = [
        "consensus_state": [
            ["round_state", "height/round/step"], ["round_state", "proposal_block_hash"],
            ["round_state", "locked_block_hash"], ["round_state", "valid_block_hash"],
            ["round_state", "height_vote_set"],
            ["round_state", "proposer"],
        ],
        "dump_consensus_state": [
            "round", "step", "validators", "proposal", "proposal_block", "proposal_block_parts", "locked_round",
            "locked_block", "locked_block_parts", "valid_round", "valid_block", "valid_block_parts", "votes",
            "commit_round", "last_commit", "triggered_timeout_precommit",
        ].map { ["round_state", $0] },
    ]

    /// The members that are not compared in this answer to this method.
    static func paths(_ method: String?, in recorded: JSONValue) -> [[ByteString]] {
        guard let method, let members = members[method] else { return [] }
        let isMoving = moving[method] != nil && !beginsHeight(VectorMember(recorded)["result"]["round_state"])
        return (members + (isMoving ? moving[method] ?? [] : [])).map { ["result"] + $0 }
    }

    /// Whether a recorded round state is one in which a height begins, with no more votes for the last block than it took.
    private static func beginsHeight(_ state: VectorMember) -> Bool {
        if let text = try? state["height/round/step"].text() { return text.hasSuffix("/0/1") }
        return (try? state["step"].integer(Int.self)) == 1
    }

    /// The value without what stands at a path.
    static func masked(_ value: JSONValue, _ path: ArraySlice<ByteString>) -> JSONValue {
        guard let name = path.first else { return .text("not compared") }
        guard case .object(let object) = value else { return value }
        return .object(
            JSONObject(object.members.map { ($0, $0 == name ? masked($1, path.dropFirst()) : $1) }))
    }
}
