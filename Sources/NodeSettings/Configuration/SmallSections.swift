/// How the node catches up by blocks: `[blocksync]`.
package struct BlockSyncSettings: Hashable, Sendable {
    package var version = "v0"

    package init() {}
}

/// What is kept of the past: `[storage]`.
package struct StorageSettings: Hashable, Sendable {
    package var discardsABCIResponses = false
    /// Of memory for the registry's tree; its own choice (`MerkleMap.usualPageBytes`).
    package var stateCacheBytes = 192 << 20

    package init() {}
}

/// By what transactions can be found: `[tx_index]`.
package struct TransactionIndexSettings: Hashable, Sendable {
    package var indexer = "kv"
    package var postgresConnection = ""

    package init() {}
}

/// What the node says about itself: `[instrumentation]`.
package struct InstrumentationSettings: Hashable, Sendable {
    package var servesPrometheus = false
    package var prometheusListenAddress = ":26660"
    package var connectionsMaximum = 3
    package var namespace = "cometbft"

    package init() {}
}

/// The Cosmos SDK's REST interface: `[api]`, as in the SDK's `app.toml`. What its clients may send is bounded as in `[rpc]`.
package struct APISettings: Hashable, Sendable {
    /// Empty for nowhere.
    package var address = ""

    package init() {}
}

/// When the node copies its state, and where to: `[checkpoint]`.
package struct CheckpointSettings: Hashable, Sendable {
    /// Heights from one checkpoint to the next; 0 for none.
    package var interval = 0
    /// Outside of the data folder, which a reset removes.
    package var folder = "checkpoints"
    /// Checkpoints that stay.
    package var keep = 3

    package init() {}
}
