import ABCI
import Chain
import Invariants

/// The part of a map that is not in memory.
struct MapStorage: Sendable {
    private let reader: any StateReader

    init(_ reader: any StateReader) {
        self.reader = reader
    }

    func lastVersion() throws(ApplicationError) -> Height? {
        try read(.lastVersion, "the last version") { (bytes) throws(ByteReader.Failure) in
            guard bytes.count == 8 else { throw ByteReader.Failure() }
            return Height(Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) }))
        }
    }

    func root(at height: Height) throws(ApplicationError) -> RootRecord? {
        try read(.root(height), "the root of height \(height)", RootRecord.init)
    }

    func leftovers(of height: Height) throws(ApplicationError) -> Leftovers? {
        try read(.leftovers(height), "what height \(height) left", Leftovers.init)
    }

    /// The leaf in a slot.
    func leaf(_ slot: Slot) throws(ApplicationError) -> Leaf {
        if let leaf = slot.leaf { return leaf }
        guard slot.kind == .leaf, let number = slot.number else {
            brokenInvariant("a leaf is asked for where none is stored")
        }
        let leaf = try read(.leaf(number), "leaf \(number)") { (bytes) throws(ByteReader.Failure) in
            var reader = ByteReader(bytes)
            let key = try reader.counted()
            return Leaf(key: key, value: Array(reader.rest()))
        }
        guard let leaf else { throw MapStorage.gone("leaf \(number)") }
        return leaf
    }

    /// The page in a slot.
    func page(_ slot: Slot) throws(ApplicationError) -> Page {
        if let page = slot.page.value { return page }
        guard slot.kind == .page, let number = slot.number else {
            brokenInvariant("a page is asked for where none is stored")
        }
        return try page(number, version: slot.version)
    }

    /// A page as it was written at a height.
    ///
    /// The block after this map's may become durable at any moment, also between two reads: each undo record is
    /// found under the height at which what it leads to was replaced, so that changes nothing.
    func page(_ number: UInt64, version: Height) throws(ApplicationError) -> Page {
        let name = "page \(number)"
        guard var page = try read(.page(number), name, StoredPage.init) else { throw MapStorage.gone(name) }
        while page.version > version {
            let undo = try read(.undo(page.version, number), "\(name) before height \(page.version)", UndoRecord.init)
            guard let undo else { throw MapStorage.gone("\(name) of height \(version)") }
            let before = try damaged(name) { () throws(ByteReader.Failure) in try undo.undo(page.body) }
            if before.version >= page.version { throw MapStorage.damage(name) }
            page = before
        }
        if page.version < version { throw MapStorage.damage("\(name) of height \(version)") }
        return try damaged(name) { () throws(ByteReader.Failure) in
            try PageCodec.page(number, version: version, body: page.body)
        }
    }

    private func read<Value>(
        _ key: StorageKey, _ name: @autoclosure () -> String,
        _ decode: ([UInt8]) throws(ByteReader.Failure) -> Value
    ) throws(ApplicationError) -> Value? {
        guard let bytes = try reader.value(of: key.bytes) else { return nil }
        return try damaged(name()) { () throws(ByteReader.Failure) in try decode(bytes) }
    }

    private func damaged<Value>(
        _ name: @autoclosure () -> String, _ body: () throws(ByteReader.Failure) -> Value
    ) throws(ApplicationError) -> Value {
        do {
            return try body()
        } catch {
            throw MapStorage.damage(name())
        }
    }

    private static func damage(_ name: String) -> ApplicationError {
        ApplicationError(
            "the stored state is damaged: \(name) cannot be read. Restore the data folder from a good copy")
    }

    /// What is asked for was let go, since the height it belongs to is more than a hundred below the last.
    static func gone(_ name: String) -> ApplicationError {
        ApplicationError(
            "\(name) of the state is not stored, or not any more: its height is too far below the last one")
    }
}
