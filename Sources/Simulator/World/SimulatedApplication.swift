import ABCI
import Chain
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

    /// What the genesis of these validators says to it.
    func appState(of validators: [GenesisValidator]) -> [UInt8] {
        switch self {
        case .keyValueStore: []
        case .registry: RegistryClients.appState(of: validators)
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
