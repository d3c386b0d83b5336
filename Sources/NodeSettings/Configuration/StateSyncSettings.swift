package import Chain

/// How a new node takes over the state of its peers: `[statesync]`.
package struct StateSyncSettings: Hashable, Sendable {
    package var isEnabled = false
    package var rpcServers: [String] = []
    package var trustHeight = 0
    package var trustHash = ""
    package var trustPeriod = Nanoseconds.seconds(168 * 3600)
    package var discoveryTime = Nanoseconds.seconds(15)
    package var temporaryFolder = ""
    package var chunkRequestTimeout = Nanoseconds.seconds(10)
    package var chunkFetchers = 4
    package var snapshotChunksMaximum = 100_000

    package init() {}
}
