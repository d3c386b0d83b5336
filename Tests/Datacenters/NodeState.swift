import WideAreaNetwork

/// What a node says of itself.
struct NodeState: Sendable {
    var height = 0
    /// The height, round and step that consensus is in.
    var round = ""
    var isCatchingUp = false
    var peers = 0
    var online = 0
    var validators = 0
    var canLose = 0

    /// nil when it does not answer.
    init?(_ client: NodeClient) {
        guard let status = client.call("status"), let sync = status["sync_info"] as? [String: Any] else { return nil }
        height = (sync["latest_block_height"] as? String).flatMap { Int($0) } ?? 0
        isCatchingUp = sync["catching_up"] as? Bool ?? false
        let budget = status["fault_budget"] as? [String: Any] ?? [:]
        online = budget["online"] as? Int ?? 0
        validators = budget["validators"] as? Int ?? 0
        canLose = budget["can_lose_now"] as? Int ?? 0
        peers = (client.call("net_info")?["n_peers"] as? String).flatMap { Int($0) } ?? 0
        let state = client.call("consensus_state")?["round_state"] as? [String: Any]
        round = state?["height/round/step"] as? String ?? ""
    }
}
