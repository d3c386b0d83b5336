import ABCI
import ContentRegistry
import KVStore
import Store

/// The applications that are built in.
package enum BuiltInApplication: String, Hashable, Sendable, CaseIterable {
    /// DAON's registry of works.
    case registry = "daon"
    /// CometBFT's example.
    case keyValueStore = "kvstore"

    /// The application that the setting `proxy_app` names, also by CometBFT's other name for its example.
    package init?(name: String) {
        if name == "persistent_kvstore" {
            self = .keyValueStore
        } else {
            self.init(rawValue: name)
        }
    }

    /// The application whose entries are in a store; nil when none has left any.
    static func stored(in store: ChainStore) throws -> BuiltInApplication? {
        let state = StoredState(store)
        return try allCases.first { try state.value(of: $0.heightKey) != nil }
    }

    /// The entry that the application writes with every block.
    private var heightKey: [UInt8] {
        switch self {
        case .registry: ContentRegistry.heightKey
        case .keyValueStore: KVStore.heightKey
        }
    }

    /// The application that left its entries in a store; before its genesis when it left none.
    ///
    /// - Parameter cacheBytes: Bytes of memory for the registry's tree.
    func restored(from store: ChainStore, cacheBytes: Int) throws -> any Application {
        switch self {
        case .registry: return try ContentRegistry(reader: StoredState(store), cacheBytes: cacheBytes)
        case .keyValueStore:
            let entries = try store.applicationEntries()
            return entries.isEmpty ? KVStore() : try KVStore(restoring: entries)
        }
    }
}
