import ABCI
import Chain
import Invariants

/// The part of a map that is not in memory, and the leaves that may not be durable yet.
struct MapStorage: Sendable {
    private let reader: any StateReader
    var leaves: RecentLeaves

    init(_ reader: any StateReader) {
        self.reader = reader
        leaves = RecentLeaves(next: 0)
    }

    /// The same reader, for another height.
    init(_ other: MapStorage, nextLeaf: UInt64) {
        reader = other.reader
        leaves = RecentLeaves(next: nextLeaf)
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

    /// A leaf that stands elsewhere than in its page.
    func leaf(_ number: UInt64) throws(ApplicationError) -> Leaf {
        if let leaf = leaves[number] { return leaf }
        let leaf = try read(.leaf(number), "leaf \(number)") { (bytes) throws(ByteReader.Failure) in
            var reader = ByteReader(bytes)
            let key = try reader.counted()
            return Leaf(key: key, value: Array(reader.rest()))
        }
        guard let leaf else { throw MapStorage.gone("leaf \(number)") }
        return leaf
    }

    /// A page as a height left it.
    ///
    /// It is made from what stands in its place and the changes between that and the height, forwards or backwards. Further
    /// blocks may become durable between two reads. That does no harm to changes above the height, which stay for a hundred
    /// heights; those below it may go as soon as what stands in the page's place has become newer, and then it is
    /// read once more.
    func page(_ name: PageName, version: Height) throws(ApplicationError) -> Page {
        var last: Height??
        while true {
            let stored = try read(.page(name), "page \(name.number)", StoredPage.init)
            if let last, last == stored?.version { throw MapStorage.gone("page \(name.number) of height \(version)") }
            last = .some(stored?.version)
            if let stored, stored.version >= version {
                if let page = try page(name, version: version, before: stored) { return page }
            } else if let page = try page(name, version: version, after: stored) {
                return page
            }
        }
    }

    /// A page made from what it was later; nil when a change between is not there.
    private func page(
        _ name: PageName, version: Height, before stored: StoredPage
    ) throws(ApplicationError) -> Page? {
        var page = stored
        while page.version > version {
            guard let change = try change(name, at: page.version) else { return nil }
            guard let previous = change.previous, previous < page.version else {
                throw MapStorage.damage(name, version)
            }
            let body = try damaged(name, version) { () throws(ByteReader.Failure) in try change.before(page.body) }
            page = StoredPage(version: previous, body: body)
        }
        if page.version < version { throw MapStorage.damage(name, version) }
        // It is not changed any more, so how far back it stands is of no interest.
        return try decode(name, page, base: page.version, changeCount: 0)
    }

    /// A page made from what it was earlier, or from nothing; nil when a change between is not there.
    private func page(
        _ name: PageName, version: Height, after stored: StoredPage?
    ) throws(ApplicationError) -> Page? {
        var changes: [PageChange] = []
        var height = version
        while height != stored?.version {
            guard let change = try change(name, at: height) else { return nil }
            changes.append(change)
            guard let previous = change.previous else { break }
            if previous >= height || stored.map({ previous < $0.version }) ?? false {
                throw MapStorage.damage(name, version)
            }
            height = previous
        }
        var body = stored?.body ?? []
        for change in changes.reversed() {
            body = try damaged(name, version) { () throws(ByteReader.Failure) in try change.after(body) }
        }
        return try decode(
            name, StoredPage(version: version, body: body), base: stored?.version, changeCount: changes.count)
    }

    private func change(_ name: PageName, at height: Height) throws(ApplicationError) -> PageChange? {
        for areMany in [false, true] {
            let key = StorageKey.changes(height, ChangeGroup.index(of: name.number, ofMany: areMany))
            let change = try read(key, "what height \(height) changed in page \(name.number)") {
                (bytes) throws(ByteReader.Failure) in try ChangeGroup.change(of: name.number, in: bytes)
            }
            if let change { return change }
        }
        return nil
    }

    private func decode(
        _ name: PageName, _ page: StoredPage, base: Height?, changeCount: Int
    ) throws(ApplicationError) -> Page {
        let state = try damaged(name, page.version) { () throws(ByteReader.Failure) in
            try PageCodec.state(name, version: page.version, body: page.body)
        }
        return Page(state, base: base, changeCount: changeCount)
    }

    private func read<Value>(
        _ key: StorageKey, _ name: @autoclosure () -> String,
        _ decode: ([UInt8]) throws(ByteReader.Failure) -> Value
    ) throws(ApplicationError) -> Value? {
        guard let bytes = try reader.value(of: key.bytes) else { return nil }
        do {
            return try decode(bytes)
        } catch {
            throw MapStorage.damage(name())
        }
    }

    private func damaged<Value>(
        _ name: PageName, _ version: Height, _ body: () throws(ByteReader.Failure) -> Value
    ) throws(ApplicationError) -> Value {
        do {
            return try body()
        } catch {
            throw MapStorage.damage(name, version)
        }
    }

    private static func damage(_ name: PageName, _ version: Height) -> ApplicationError {
        damage("page \(name.number) of height \(version)")
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
