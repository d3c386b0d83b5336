import ABCI
import ContentRegistry
import KVStore

/// Which application the chain of a world runs.
package enum SimulatedApplication: String, Hashable, Sendable, CaseIterable {
    /// CometBFT's example.
    case keyValueStore = "kvstore"
    /// DAON's registry.
    case registry = "daon"

    /// The version that goes into headers.
    var version: UInt64 {
        switch self {
        case .keyValueStore: KVStore.appVersion
        case .registry: ContentRegistry.appVersion
        }
    }

    /// What the genesis says to it.
    var appState: [UInt8] {
        switch self {
        case .keyValueStore: []
        case .registry: RegistryClients.appState
        }
    }

    /// The application that a process finds on its disk.
    func restored(from disk: Disk) throws(ApplicationError) -> any Application {
        switch self {
        case .keyValueStore: disk.isInitialized ? try KVStore(restoring: disk.entries.sorted) : KVStore()
        case .registry: try ContentRegistry(reader: disk.entries)
        }
    }
}
