import Chain

/// The entries that the map makes of an application's own store. All begin with `m`: an application may have others.
enum StorageKey: Hashable {
    /// What a height has changed in the pages of a `ChangeGroup`, by its index.
    case changes(Height, UInt64)
    /// `Leftovers` of a height.
    case leftovers(Height)
    /// The height of the last commit.
    case lastVersion
    /// `StoredPage`.
    case page(PageName)
    /// `RootRecord` of a height.
    case root(Height)
    /// A leaf's key behind its length, and its value.
    case leaf(UInt64)

    var bytes: [UInt8] {
        switch self {
        case .changes(let height, let group): StorageKey.key("c", UInt64(bitPattern: height.rawValue), group)
        case .leftovers(let height): StorageKey.key("g", UInt64(bitPattern: height.rawValue))
        case .lastVersion: StorageKey.key("l")
        case .page(let name): StorageKey.key("p", name.area, name.number)
        case .root(let height): StorageKey.key("r", UInt64(bitPattern: height.rawValue))
        // The last of all: numbers rise, so leaves are only ever added at the end of the table.
        case .leaf(let number): StorageKey.key("v", number)
        }
    }

    /// A kind and numbers, the highest byte first; made at once, since a block makes thousands.
    private static func key(_ kind: Unicode.Scalar, _ numbers: UInt64...) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 2 + 8 * numbers.count) { memory, count in
            memory[0] = UInt8(ascii: "m")
            memory[1] = UInt8(ascii: kind)
            count = 2
            for number in numbers {
                for shift in stride(from: 56, through: 0, by: -8) {
                    memory[count] = UInt8(truncatingIfNeeded: number >> shift)
                    count += 1
                }
            }
        }
    }
}
