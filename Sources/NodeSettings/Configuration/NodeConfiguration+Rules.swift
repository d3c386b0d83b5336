import Chain
import Wire

extension NodeConfiguration {
    /// A rule between several keys that is broken, with the key to look at first.
    struct BrokenRule {
        let setting: String
        let problem: String
        let remedy: String
    }

    /// The first rule that concerns more than one key and is broken, in CometBFT's words (`Config.ValidateBasic`).
    var brokenRule: BrokenRule? {
        if rpc.webSocketWriteBufferSize < rpc.subscriptionBufferSize {
            let size = rpc.subscriptionBufferSize
            return BrokenRule(
                setting: "rpc.experimental_websocket_write_buffer_size",
                problem: "must be >= experimental_subscription_buffer_size (\(size))", remedy: "use \(size) or more")
        }
        if let broken = stateSync.brokenRule { return broken }
        if !consensus.createsEmptyBlocks && mempool.type == MempoolSettings.noPool {
            return BrokenRule(
                setting: "mempool.type", problem: "`nop` mempool does not support create_empty_blocks = false",
                remedy: "use flood, or consensus.create_empty_blocks = true")
        }
        return nil
    }
}

extension StateSyncSettings {
    private typealias Rule = NodeConfiguration.BrokenRule

    /// What is missing for a node that shall begin with a snapshot.
    fileprivate var brokenRule: NodeConfiguration.BrokenRule? {
        if !isEnabled { return nil }
        // Deviation: CometBFT wants two in any case. Without any, only a checkpoint of the trusted block itself is taken.
        if rpcServers.count == 1 {
            return rule(
                "rpc_servers", "at least two rpc_servers entries is required",
                "name two nodes' HTTP interfaces, or none if there is a checkpoint of the trusted block itself")
        }
        if rpcServers.contains("") { return rule("rpc_servers", "found empty rpc_servers entry", "remove it") }
        if discoveryTime != .zero && discoveryTime < .seconds(5) {
            return rule("discovery_time", "discovery time must be 0s or greater than five seconds", "use 5s or more")
        }
        if trustPeriod <= .zero { return rule("trust_period", "trusted_period is required", "use a time as in 168h") }
        if trustHeight <= 0 {
            return rule("trust_height", "trusted_height is required", "use the height of a block that you trust")
        }
        if trustHash.isEmpty { return rule("trust_hash", "trusted_hash is required", "use that block's hash") }
        if Hex.decode(trustHash) == nil {
            return rule("trust_hash", "invalid trusted_hash", "use that block's hash in hexadecimal")
        }
        if chunkRequestTimeout < .seconds(5) {
            return rule("chunk_request_timeout", "chunk_request_timeout must be at least 5 seconds", "use 5s or more")
        }
        if chunkFetchers <= 0 { return rule("chunk_fetchers", "chunk_fetchers is required", "use 1 or more") }
        if snapshotChunksMaximum == 0 {
            return rule("max_snapshot_chunks", "max_snapshot_chunks is required", "use 1 or more")
        }
        return nil
    }

    private func rule(_ key: String, _ problem: String, _ remedy: String) -> NodeConfiguration.BrokenRule {
        Rule(setting: SettingSection.stateSync.path(to: key), problem: problem, remedy: remedy)
    }
}
