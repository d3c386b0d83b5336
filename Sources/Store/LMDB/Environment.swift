import CLMDB
import Glibc
import Synchronization

/// An LMDB environment with the store's tables.
///
/// Every durable write of the store goes through `write`. LMDB writes the changed pages, syncs, writes one of two meta
/// pages that alternately name the newest tree, and syncs that: what a power cut leaves is always a whole transaction.
final class Environment: Sendable {
    /// LMDB's own number: each is a slot of 64 bytes in the lock file, taken while a snapshot is open.
    static let readersMaximum: UInt32 = 126

    /// The folder, and in it the file with the data.
    let path: String
    let file: String
    /// Bytes of address space.
    let mapBytes: Int
    private let handle: Handle
    private let tables: [MDB_dbi]
    /// How long a snapshot may be held. Pages that are freed after it was taken cannot be used again before it is gone,
    /// so a forgotten one lets the file grow without end.
    private let readTimeMaximum: Duration
    private let longest = Mutex(Duration.zero)

    /// LMDB's handle may be used by all threads at once; of write transactions it lets one in at a time.
    private struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// Opens the environment in a folder, or makes one.
    ///
    /// - Parameters:
    ///   - mapBytes: Address space to take; nil for as much as there is.
    ///   - prepare: What a new environment holds at first.
    init(
        _ path: String, mapBytes: Int?, readTimeMaximum: Duration, prepare: (Transaction) throws(StoreError) -> Void
    ) throws(StoreError) {
        let sizes = mapBytes.map { [$0] } ?? AddressSpace.sizes()
        let folder: Folder
        do {
            folder = try Folder(creating: path)
        } catch {
            throw StoreError(error)
        }
        let (pointer, bytes) = try Environment.open(path, sizes: sizes)
        do throws(StoreError) {
            tables = try Environment.tables(pointer, folder, prepare)
        } catch {
            mdb_env_close(pointer)
            throw error
        }
        self.path = path
        file = Environment.file(in: path)
        handle = Handle(pointer: pointer)
        self.mapBytes = bytes
        self.readTimeMaximum = readTimeMaximum
    }

    /// Opens an environment that is there, to read beside the process that may be writing to it: LMDB's readers and its
    /// writer do not wait for each other.
    init(reading path: String, readTimeMaximum: Duration) throws(StoreError) {
        let (pointer, bytes) = try Environment.open(path, sizes: AddressSpace.sizes(), flags: MDB_RDONLY)
        do throws(StoreError) {
            guard let tables = try Environment.openTables(pointer, path) else {
                throw .foreign(path: path, reason: "it has no tables yet")
            }
            self.tables = tables
        } catch {
            mdb_env_close(pointer)
            throw error
        }
        self.path = path
        file = Environment.file(in: path)
        handle = Handle(pointer: pointer)
        mapBytes = bytes
        self.readTimeMaximum = readTimeMaximum
    }

    deinit {
        mdb_env_close(handle.pointer)
    }

    /// The longest time for which a snapshot was held since the last call.
    func takeLongestRead() -> Duration {
        longest.withLock { value in
            defer { value = .zero }
            return value
        }
    }

    /// Gives the body a snapshot: what was committed last, however many writes come meanwhile.
    ///
    /// - Parameter time: How long it may be held, when that is not the usual time.
    func read<Result, Failure: Error>(
        within time: Duration? = nil, _ body: (Transaction) throws(Failure) -> Result,
        failure: (StoreError) -> Failure
    ) throws(Failure) -> Result {
        let start = ContinuousClock.now
        let pointer: OpaquePointer
        do {
            pointer = try begin(UInt32(MDB_RDONLY))
        } catch {
            throw failure(error)
        }
        let life = TransactionLife()
        defer {
            life.end()
            mdb_txn_abort(pointer)
            let held = start.duration(to: .now)
            longest.withLock { $0 = max($0, held) }
        }
        return try body(
            Transaction(
                pointer, tables: tables, path: file, deadline: start + (time ?? readTimeMaximum), life: life))
    }

    /// Lets the body change things, and makes the changes durable together; none of them when it throws.
    func write<Result>(
        _ body: (Transaction) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        let pointer = try begin(0)
        // A process that read beside this one and was killed must not hold its snapshot for good.
        var dead: Int32 = 0
        _ = mdb_reader_check(handle.pointer, &dead)
        let result: Result
        do throws(StoreError) {
            let life = TransactionLife()
            defer { life.end() }
            result = try body(Transaction(pointer, tables: tables, path: file, deadline: nil, life: life))
        } catch {
            mdb_txn_abort(pointer)
            throw error
        }
        var code = mdb_txn_commit(pointer)
        // LMDB calls a write of which only the front found room an I/O error.
        if code == EIO && Folder.isFull(path) { code = ENOSPC }
        try Environment.check(code, "commit to", file)
        return result
    }

    /// Writes a copy without free pages into another folder, and makes it durable.
    func copy(to target: String) throws(StoreError) {
        do {
            let folder = try Folder(creating: target)
            try Environment.check(mdb_env_copy2(handle.pointer, target, UInt32(MDB_CP_COMPACT)), "copy to", target)
            try FileDescriptor(opening: Environment.file(in: target), O_RDWR).sync()
            try folder.sync()
        } catch let error as FileError {
            throw StoreError(error)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .failed(operation: "copy to", path: target, code: EIO)
        }
    }

    private func begin(_ flags: UInt32) throws(StoreError) -> OpaquePointer {
        try Environment.begin(handle.pointer, flags, path)
    }
}

// MARK: Opening

extension Environment {
    /// The environment with the first of the sizes that the system grants.
    private static func open(
        _ path: String, sizes: [Int], flags: Int32 = 0
    ) throws(StoreError) -> (OpaquePointer, Int) {
        var code: Int32 = ENOMEM
        for size in sizes {
            var pointer: OpaquePointer?
            code = mdb_env_create(&pointer)
            guard code == 0, let pointer else { break }
            mdb_env_set_mapsize(pointer, size)
            mdb_env_set_maxreaders(pointer, readersMaximum)
            mdb_env_set_maxdbs(pointer, UInt32(Table.allCases.count))
            code = mdb_env_open(pointer, path, UInt32(MDB_NOTLS | flags), 0o600)
            if code == 0 { return (pointer, size) }
            mdb_env_close(pointer)
            if code != ENOMEM && code != EFBIG { break }
        }
        throw StoreError("open", path, code: code)
    }

    /// The tables, made if there are none yet; what is in them is durable.
    private static func tables(
        _ pointer: OpaquePointer, _ folder: Folder, _ prepare: (Transaction) throws(StoreError) -> Void
    ) throws(StoreError) -> [MDB_dbi] {
        let path = folder.path
        try growFile(pointer, path)
        var tables = try openTables(pointer, path)
        if tables == nil {
            tables = try makeTables(pointer, path, prepare)
        } else {
            // A process before this one may have ended between the two syncs of a commit: then what is read here is
            // not durable yet.
            try check(mdb_env_sync(pointer, 1), "sync", path)
        }
        // The same goes for the names of the files.
        do {
            try folder.sync()
        } catch {
            throw StoreError(error)
        }
        return tables ?? []
    }

    private static func file(in path: String) -> String { path + "/data.mdb" }

    /// Makes the file as long as its pages say, with zeros: to read where a cut file has no more bytes would end the
    /// process by a signal, while zeros are an error with a name. (LMDB itself leaves out unused pages at the end.)
    private static func growFile(_ pointer: OpaquePointer, _ path: String) throws(StoreError) {
        var info = MDB_envinfo()
        var status = MDB_stat()
        try check(mdb_env_info(pointer, &info), "open", path)
        try check(mdb_env_stat(pointer, &status), "open", path)
        do {
            let descriptor = try FileDescriptor(opening: file(in: path), O_RDWR)
            let size = (info.me_last_pgno + 1) * Int(status.ms_psize)
            if try descriptor.size() < size { try descriptor.cut(at: size) }
        } catch {
            throw StoreError(error)
        }
    }

    /// The tables; nil when there is none yet.
    private static func openTables(_ pointer: OpaquePointer, _ path: String) throws(StoreError) -> [MDB_dbi]? {
        let transaction = try begin(pointer, UInt32(MDB_RDONLY), path)
        var tables: [MDB_dbi] = []
        var missing: [String] = []
        for table in Table.allCases {
            var number: MDB_dbi = 0
            let code = mdb_dbi_open(transaction, table.name, 0, &number)
            if code == MDB_NOTFOUND {
                missing.append(table.name)
            } else if code != 0 {
                mdb_txn_abort(transaction)
                throw StoreError("open", path, code: code)
            }
            tables.append(number)
        }
        // LMDB keeps the numbers for later transactions only if this one ends by a commit.
        try check(mdb_txn_commit(transaction), "open", path)
        if missing.isEmpty { return tables }
        if missing.count == tables.count { return nil }
        throw .foreign(path: path, reason: "it has no table \(missing.joined(separator: ", "))")
    }

    private static func makeTables(
        _ pointer: OpaquePointer, _ path: String, _ prepare: (Transaction) throws(StoreError) -> Void
    ) throws(StoreError) -> [MDB_dbi] {
        let transaction = try begin(pointer, 0, path)
        var tables: [MDB_dbi] = []
        do throws(StoreError) {
            for table in Table.allCases {
                var number: MDB_dbi = 0
                try check(mdb_dbi_open(transaction, table.name, UInt32(MDB_CREATE), &number), "make a table in", path)
                tables.append(number)
            }
            try prepare(
                Transaction(transaction, tables: tables, path: file(in: path), deadline: nil, life: TransactionLife()))
        } catch {
            mdb_txn_abort(transaction)
            throw error
        }
        try check(mdb_txn_commit(transaction), "commit to", path)
        return tables
    }

    private static func begin(
        _ pointer: OpaquePointer, _ flags: UInt32, _ path: String
    ) throws(StoreError) -> OpaquePointer {
        var transaction: OpaquePointer?
        try check(mdb_txn_begin(pointer, nil, flags, &transaction), "begin a transaction in", path)
        guard let transaction else { throw .failed(operation: "begin a transaction in", path: path, code: EINVAL) }
        return transaction
    }

    static func check(_ code: Int32, _ operation: String, _ path: String) throws(StoreError) {
        if code != 0 { throw StoreError(operation, path, code: code) }
    }
}
