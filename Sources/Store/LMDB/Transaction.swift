import CLMDB
import Glibc

/// A view of the tables at one moment, to read or to write, for the time of one closure. Never kept.
///
/// Each value stands with a checksum over key and value, CRC-32C in four bytes behind it: LMDB has none of its own, and
/// a flipped bit must be an error with a name, not a wrong block.
struct Transaction {
    private let pointer: OpaquePointer
    private let tables: [MDB_dbi]
    let path: String
    /// When a snapshot ends to be readable; nil for writing.
    private let deadline: ContinuousClock.Instant?
    private let life: TransactionLife

    init(
        _ pointer: OpaquePointer, tables: [MDB_dbi], path: String, deadline: ContinuousClock.Instant?,
        life: TransactionLife
    ) {
        self.life = life
        self.pointer = pointer
        self.tables = tables
        self.path = path
        self.deadline = deadline
    }

    /// The value of a key, as a copy.
    func value(_ key: StoreKey) throws(StoreError) -> [UInt8]? {
        try checkTime()
        let bytes = key.bytes
        var found = MDB_val()
        let code = bytes.withMemory { memory in
            var name = memory
            return mdb_get(pointer, tables[key.table.rawValue], &name, &found)
        }
        if code == MDB_NOTFOUND { return nil }
        try check(code, "read")
        return try checked(UnsafeRawBufferPointer(found), of: bytes, named: { key.description })
    }

    /// Whether there is a value; cheaper than reading it.
    func contains(_ key: StoreKey) throws(StoreError) -> Bool {
        try checkTime()
        var found = MDB_val()
        let code = key.bytes.withMemory { memory in
            var name = memory
            return mdb_get(pointer, tables[key.table.rawValue], &name, &found)
        }
        if code == MDB_NOTFOUND { return false }
        try check(code, "read")
        return true
    }

    /// - Parameter growing: The key is above all others of its table; saves the search, and fills pages.
    func put(_ value: [UInt8], for key: StoreKey, growing: Bool = false) throws(StoreError) {
        try checkTime()
        let bytes = key.bytes
        var place = MDB_val(mv_size: value.count + 4, mv_data: nil)
        let code = bytes.withMemory { memory in
            var name = memory
            return mdb_put(
                pointer, tables[key.table.rawValue], &name, &place, UInt32(MDB_RESERVE | (growing ? MDB_APPEND : 0)))
        }
        if code == MDB_KEYEXIST {
            throw .corrupted(path: path, key: key.description, reason: "a key that must come later is there already")
        }
        try check(code, "write to")
        fill(place, value, of: bytes)
    }

    /// Whether the key was there.
    @discardableResult
    func remove(_ key: StoreKey) throws(StoreError) -> Bool {
        try checkTime()
        let code = key.bytes.withMemory { memory in
            var name = memory
            return mdb_del(pointer, tables[key.table.rawValue], &name, nil)
        }
        if code == MDB_NOTFOUND { return false }
        try check(code, "write to")
        return true
    }

    /// Sets entries of a table, and removes those whose value is nil. One cursor goes over all of them, so that an entry
    /// close behind the one before is found without a search from the root.
    func change(
        _ table: Table, _ entries: some Sequence<(key: [UInt8], value: [UInt8]?)>
    ) throws(StoreError) {
        try checkTime()
        var cursor: OpaquePointer?
        try check(mdb_cursor_open(pointer, tables[table.rawValue], &cursor), "write to")
        guard let cursor else { throw .failed(operation: "write to", path: path, code: EINVAL) }
        defer { mdb_cursor_close(cursor) }
        for (key, value) in entries {
            if let value {
                var place = MDB_val(mv_size: value.count + 4, mv_data: nil)
                let code = key.withMemory { memory in
                    var name = memory
                    return mdb_cursor_put(cursor, &name, &place, UInt32(MDB_RESERVE))
                }
                try check(code, "write to")
                fill(place, value, of: key)
            } else {
                let code = key.withMemory { memory in
                    var name = memory
                    var found = MDB_val()
                    return mdb_cursor_get(cursor, &name, &found, MDB_SET)
                }
                if code == MDB_NOTFOUND { continue }
                try check(code, "write to")
                try check(mdb_cursor_del(cursor, 0), "write to")
            }
        }
    }

    /// Writes a value and its checksum into the place that LMDB has made for it.
    private func fill(_ place: MDB_val, _ value: [UInt8], of key: [UInt8]) {
        let target = UnsafeMutableRawBufferPointer(start: place.mv_data, count: place.mv_size)
        target.copyBytes(from: value)
        CRC32C.of(value, seed: CRC32C.of(key)).storeLittleEndian(in: target, at: value.count)
    }

    /// Empties a table.
    func clear(_ table: Table) throws(StoreError) {
        try checkTime()
        try check(mdb_drop(pointer, tables[table.rawValue], 0), "write to")
    }

    /// Walks through a table in the order of its keys, from `start` on, until the body returns false.
    func walk(
        _ table: Table, from start: [UInt8],
        _ body: (_ key: [UInt8], _ value: () throws(StoreError) -> [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) {
        var cursor: OpaquePointer?
        try check(mdb_cursor_open(pointer, tables[table.rawValue], &cursor), "read")
        guard let cursor else { throw .failed(operation: "read", path: path, code: EINVAL) }
        defer { mdb_cursor_close(cursor) }
        var key = MDB_val()
        var value = MDB_val()
        var code = start.withMemory { memory in
            key = memory
            return mdb_cursor_get(cursor, &key, &value, start.isEmpty ? MDB_FIRST : MDB_SET_RANGE)
        }
        while code != MDB_NOTFOUND {
            try check(code, "read")
            try checkTime()
            let bytes = Array(UnsafeRawBufferPointer(key))
            let found = UnsafeRawBufferPointer(value)
            let goesOn = try body(bytes) { () throws(StoreError) in
                try checked(found, of: bytes) { "an entry of table \(table.name)" }
            }
            if !goesOn { return }
            code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)
        }
    }

    /// The value without its checksum, which must be right.
    private func checked(
        _ stored: UnsafeRawBufferPointer, of key: [UInt8], named name: () -> String
    ) throws(StoreError) -> [UInt8] {
        let count = stored.count - 4
        if count >= 0 {
            let value = UnsafeRawBufferPointer(rebasing: stored[..<count])
            if UInt32(littleEndian: stored, at: count) == CRC32C.of(value, seed: CRC32C.of(key)) {
                return Array(value)
            }
        }
        throw .corrupted(path: path, key: name(), reason: "its checksum is wrong")
    }

    private func checkTime() throws(StoreError) {
        if !life.isOpen { throw .readTooLong(path: path) }
        if let deadline, ContinuousClock.now > deadline { throw .readTooLong(path: path) }
    }

    private func check(_ code: Int32, _ operation: String) throws(StoreError) {
        try Environment.check(code, operation, path)
    }
}

extension [UInt8] {
    /// Lends the bytes to LMDB, which only reads them.
    fileprivate func withMemory<Result>(_ body: (MDB_val) -> Result) -> Result {
        withUnsafeBytes { buffer in
            body(MDB_val(mv_size: buffer.count, mv_data: UnsafeMutableRawPointer(mutating: buffer.baseAddress)))
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate init(_ memory: MDB_val) {
        self.init(start: memory.mv_data, count: memory.mv_size)
    }
}
