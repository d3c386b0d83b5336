import ABCI
import Chain
import ContentRegistry
import KVStore
import Transactions

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
    ///
    /// - Parameters:
    ///   - version: Of the registry's messages.
    ///   - hasStakeLife: Whether validators come and go all the time, admitted by vote.
    func appState(
        of validators: [GenesisValidator], _ version: RegistryVersion, hasStakeLife: Bool
    ) -> [UInt8] {
        switch self {
        case .keyValueStore: []
        case .registry: RegistryClients.appState(of: validators, version, hasStakeLife: hasStakeLife)
        }
    }

    /// The application that a process finds on its disk.
    ///
    /// - Parameter known: The newest version of the registry's messages that its program knows.
    func restored(from disk: Disk, known: RegistryVersion) throws(ApplicationError) -> any Application {
        switch self {
        case .keyValueStore: disk.isInitialized ? try KVStore(restoring: disk.entries.sorted) : KVStore()
        case .registry: try ContentRegistry(reader: disk.entries, known: known)
        }
    }
}
