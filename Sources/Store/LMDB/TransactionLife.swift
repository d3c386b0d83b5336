/// Whether a transaction's closure is still running. LMDB's memory must not be touched afterwards, and a value that
/// somebody kept must not touch it either.
final class TransactionLife {
    private(set) var isOpen = true

    func end() {
        isOpen = false
    }
}
