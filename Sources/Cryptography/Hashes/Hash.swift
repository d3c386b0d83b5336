import Wire

/// A SHA-256 digest: 32 bytes, held in place.
///
/// Where CometBFT allows an empty hash (a nil block, the first block's last results), the type is `Hash?`.
package struct Hash: Hashable, Sendable {
    /// Bytes in a hash.
    package static let size = 32

    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The hash with these bytes, or nil when there are not 32.
    package init?(_ bytes: some Collection<UInt8>) {
        if bytes.count != Hash.size { return nil }
        var iterator = bytes.makeIterator()
        func word() -> UInt64 {
            var value: UInt64 = 0
            for _ in 0..<8 { value = value << 8 | UInt64(iterator.next() ?? 0) }
            return value
        }
        words = (word(), word(), word(), word())
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(Hash.size)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                result.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return result
    }

    package static func == (left: Hash, right: Hash) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) {
        // The bytes are already evenly distributed, but peers choose them: all of them go through Swift's keyed hasher.
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Hash: Comparable {
    /// Orders by bytes.
    package static func < (left: Hash, right: Hash) -> Bool { left.words < right.words }
}

extension Hash: CustomStringConvertible {
    /// Upper-case hexadecimal, as CometBFT prints it.
    package var description: String { Hex.uppercase(bytes) }
}

extension Optional<Hash> {
    /// The hash's bytes, none for nil: CometBFT's empty hash.
    package var bytes: [UInt8] { self?.bytes ?? [] }
}
