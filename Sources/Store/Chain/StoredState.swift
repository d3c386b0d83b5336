package import ABCI

extension ChainSnapshot {
    /// The application's entries as of this snapshot, while it lasts.
    package var applicationState: any StateReader { SnapshotState(transaction: transaction) }
}

/// The application's entries in one snapshot. It is read where the snapshot is: on the thread of the closure that has it.
private struct SnapshotState: StateReader, @unchecked Sendable {
    let transaction: Transaction

    func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? {
        do throws(StoreError) {
            return try transaction.entry(ApplicationKey(key))
        } catch {
            throw ApplicationError("the state cannot be read: \(error)")
        }
    }
}

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
