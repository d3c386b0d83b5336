import Chain

/// The entries that the map makes of an application's own store. All begin with `m`: an application may have others.
enum StorageKey {
    /// The height of the last commit.
    case lastVersion
    /// `Leftovers` of a height.
    case leftovers(Height)
    /// `StoredPage`.
    case page(UInt64)
    /// `RootRecord` of a height.
    case root(Height)
    /// `UndoRecord`: what a page was before a height.
    case undo(Height, UInt64)
    /// A leaf's key behind its length, and its value.
    case leaf(UInt64)

    var bytes: [UInt8] {
        switch self {
        case .lastVersion: StorageKey.key("l")
        case .leftovers(let height): StorageKey.key("g") + BigEndian.bytes(height.rawValue)
        case .page(let number): StorageKey.key("p") + BigEndian.bytes(number)
        case .root(let height): StorageKey.key("r") + BigEndian.bytes(height.rawValue)
        case .undo(let height, let number):
            StorageKey.key("u") + BigEndian.bytes(height.rawValue) + BigEndian.bytes(number)
        // The last of all: numbers rise, so leaves are only ever added at the end of the table.
        case .leaf(let number): StorageKey.key("v") + BigEndian.bytes(number)
        }
    }

    private static func key(_ kind: Unicode.Scalar) -> [UInt8] {
        [UInt8(ascii: "m"), UInt8(ascii: kind)]
    }
}
