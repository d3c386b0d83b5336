package import ABCI
package import Chain
package import Cryptography

/// A map from byte keys to byte values with one hash over all of it, ordered by the bytes of the keys.
///
/// It is a binary Patricia trie over the bits of the keys. The hash depends on what the map holds and on nothing else:
/// neither on the order of the changes nor on what was there before. docs/proof.md has the hashing and the proofs,
/// docs/decisions/merkle-map.md why it is this tree.
///
/// A map is a value: a copy costs nothing and goes on reading what it was, whatever becomes of the original. What it
/// holds in memory is bounded; the rest it reads from storage as needed, so nearly every call can throw what the reader
/// throws. A call that throws has changed nothing that can be seen.
///
/// A block goes like this: copy the committed map, change the copy, `commit(version:)` it, hand the staged changes on,
/// and let the copy be the committed map. A transaction that fails halfway is undone by a copy from before it.
package struct MerkleMap: Sendable {
    /// Bytes of a key, at most. It bounds how deep the trie can get, and so the longest proof.
    package static let keyBytesMaximum = 1024
    /// Bytes of a value, at most: what fits a block, with room.
    package static let valueBytesMaximum = 16 << 20
    /// The heights whose state can be read, the last included.
    package static let historyHeights: Int64 = 100
    /// Bytes of the tree to keep in memory, unless another number is given: enough for nearly all of the tree over a million
    /// records with their indexes.
    package static let usualPageBytes = 192 << 20
    /// The hash of a map without entries: SHA-256 of nothing.
    package static let emptyRoot = MerkleTree.emptyRoot

    /// The height of the last `commit`; nil when there was none.
    package internal(set) var version: Height?
    /// The tree, as far as it is in memory.
    var root: Page
    /// The hash as of the last `commit`.
    var settledRoot = MerkleMap.emptyRoot
    /// Where the rest of the tree is.
    var storage: MapStorage
    /// What a change adds to the tree beside it, until `commit`.
    var ledger: Ledger
    /// How far whole pages are stored; nil before the first `commit`.
    var sweep: Sweep?
    /// Bytes of pages in memory, at most, as soon as `commit` may drop some.
    let pageBytesMaximum: Int

    /// The map that was made durable last; one without entries when nothing was.
    ///
    /// - Parameters:
    ///   - reader: Gives back what `commit(version:)` staged.
    ///   - pageBytesMaximum: Bytes of the tree to keep in memory, at most; what is not durable yet comes on top.
    package init(
        reader: any StateReader, pageBytesMaximum: Int = MerkleMap.usualPageBytes
    ) throws(ApplicationError) {
        let storage = MapStorage(reader)
        guard let version = try storage.lastVersion() else {
            self.init(storage, pageBytesMaximum: pageBytesMaximum)
            return
        }
        guard let record = try storage.root(at: version) else { throw MapStorage.gone("the root of height \(version)") }
        try self.init(storage, version: version, record, pageBytesMaximum: pageBytesMaximum)
    }

    private init(_ storage: MapStorage, pageBytesMaximum: Int) {
        self.storage = storage
        self.pageBytesMaximum = pageBytesMaximum
        root = Page(.root)
        ledger = Ledger(nextPage: 1)
    }

    private init(
        _ storage: MapStorage, version: Height, _ record: RootRecord, pageBytesMaximum: Int
    ) throws(ApplicationError) {
        self.init(MapStorage(storage, nextLeaf: record.nextLeaf), pageBytesMaximum: pageBytesMaximum)
        root = try storage.page(.root, version: record.pageVersion)
        settledRoot = record.hash
        ledger = Ledger(nextPage: record.nextPage)
        ledger.count(&root)
        sweep = record.sweep
        self.version = version
    }

    /// The map as it was committed at a height, for reading: one of the last hundred, counted from this map's own; nil
    /// for others.
    package func at(_ height: Height) throws(ApplicationError) -> MerkleMap? {
        guard let version, height <= version, version.rawValue - height.rawValue < MerkleMap.historyHeights
        else { return nil }
        if height == version && !root.isChanged { return self }
        guard let record = try storage.root(at: height) else { return nil }
        return try MerkleMap(storage, version: height, record, pageBytesMaximum: pageBytesMaximum)
    }

    /// Levels of pages that `dropCache` leaves: a few hundred pages of a large map, nearly all of which change with every
    /// block, and which have the most changes to be read through.
    private static let levelsKept = 2

    /// Drops most of the tree from memory. All of it must be durable: for a copy that is kept to be read now and then.
    package mutating func dropCache() {
        if root.isChanged { return }
        root.dropChildren(below: MerkleMap.levelsKept)
        ledger.recount(root.trim(before: -1))
    }

    /// The hash over all entries. After a `commit` it is known; after changes it costs what they cost.
    package var rootHash: Hash {
        root.isChanged ? settled.hash : settledRoot
    }

    /// The value of a key; nil when there is none. What it reads on the way is not kept.
    package func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? {
        try root.neighbour(of: key, storage).leaf?.value
    }

    /// The same, keeping in memory what it reads of the tree on the way: for execution, which changes what it has read.
    package mutating func load(_ key: [UInt8]) throws(ApplicationError) -> [UInt8]? {
        try loadNeighbour(of: key).leaf?.value
    }

    private mutating func loadNeighbour(of key: [UInt8]) throws(ApplicationError) -> Neighbour {
        if let found = try root.neighbourInMemory(of: key, storage) { return found }
        try root.load(near: key, storage, &ledger)
        return try root.neighbour(of: key, storage)
    }

    /// Sets the value of a key.
    ///
    /// - Throws: also for a key or value beyond the bounds.
    package mutating func set(_ key: [UInt8], _ value: [UInt8]) throws(ApplicationError) {
        if key.isEmpty || key.count > MerkleMap.keyBytesMaximum {
            throw ApplicationError("a key of the state has 1 to \(MerkleMap.keyBytesMaximum) bytes, got \(key.count)")
        }
        if value.count > MerkleMap.valueBytesMaximum {
            throw ApplicationError(
                "a value of the state has up to \(MerkleMap.valueBytesMaximum) bytes, got \(value.count)")
        }
        switch try loadNeighbour(of: key) {
        case .none: root.start(with: placed(key, value))
        case .other(let bit):
            root.insert(placed(key, value), at: bit, &ledger)
            root.divideRootIfFull(key, &ledger)
        case .same(let leaf):
            if leaf.value != value { root.replace(placed(key, value), &ledger) }
        }
    }

    private mutating func placed(_ key: [UInt8], _ value: [UInt8]) -> PlacedLeaf {
        let leaf = Leaf(key: key, value: value)
        return PlacedLeaf(leaf, number: leaf.isSmall ? nil : storage.leaves.add(leaf))
    }

    /// Removes a key.
    ///
    /// - Returns: Whether it was there.
    @discardableResult
    package mutating func remove(_ key: [UInt8]) throws(ApplicationError) -> Bool {
        guard case .same = try loadNeighbour(of: key) else { return false }
        root.remove(key, &ledger)
        return true
    }
}
