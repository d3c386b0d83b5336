/// The first eight bytes of a key. They stand with a leaf whose key stands elsewhere: most keys are told from it by them, and
/// nothing is read for that.
struct KeyFront: Hashable, Sendable {
    static let size = 8

    /// The bytes, the first one highest.
    let bytes: UInt64

    init(bytes: UInt64) { self.bytes = bytes }

    /// nil for a shorter key.
    init?(_ key: [UInt8]) {
        if key.count < KeyFront.size { return nil }
        bytes = key.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
    }

    /// The first bit in which keys with these fronts differ, numbered as by `KeyBits`; nil when the fronts are the same.
    func firstDifference(_ other: KeyFront) -> UInt32? {
        if bytes == other.bytes { return nil }
        let place = (bytes ^ other.bytes).leadingZeroBitCount
        return UInt32(place / 8 * KeyBits.bitsPerByte + 1 + place % 8)
    }
}
