package import ABCI

/// The application's entries in the store, one look-up a snapshot: nothing is held open between two calls.
package struct StoredState: StateReader {
    private let store: ChainStore

    package init(_ store: ChainStore) {
        self.store = store
    }

    package func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? {
        do throws(StoreError) {
            return try store.applicationValue(key)
        } catch {
            throw ApplicationError("the state cannot be read: \(error)")
        }
    }
}
