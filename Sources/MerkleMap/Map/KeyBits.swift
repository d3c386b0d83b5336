/// The bits of a key, numbered so that keys of different lengths have an order and none is the beginning of another.
///
/// Nine bits for each byte: first whether there is a byte here (1) or the key has ended (0), then the byte's own, the
/// highest first. Behind its end a key has zeros. Keys in the order of their bytes are in the order of these bits.
enum KeyBits {
    static let bitsPerByte = 9

    static func isSet(_ bit: UInt32, in key: [UInt8]) -> Bool {
        let index = Int(bit) / bitsPerByte
        if index >= key.count { return false }
        let place = Int(bit) % bitsPerByte
        return place == 0 || key[index] >> UInt8(8 - place) & 1 == 1
    }

    /// The first bit in which two keys differ; nil when they are the same.
    static func firstDifference(_ left: [UInt8], _ right: [UInt8]) -> UInt32? {
        let common = min(left.count, right.count)
        for index in 0..<common where left[index] != right[index] {
            let place = 1 + (left[index] ^ right[index]).leadingZeroBitCount
            return UInt32(truncatingIfNeeded: index * bitsPerByte + place)
        }
        return left.count == right.count ? nil : UInt32(truncatingIfNeeded: common * bitsPerByte)
    }

    /// The first eight bytes of the lowest key that has the same bits as this one in front of one, which is set.
    static func area(_ key: [UInt8], settingBit bit: UInt32) -> UInt64 {
        let place = Int(bit) % bitsPerByte
        let index = Int(bit) / bitsPerByte
        let area = area(key, clearingBit: bit)
        // Place 0 says that a byte follows, which is 0.
        return place == 0 || index >= 8 ? area : area | 1 << UInt64(64 - 8 * index - place)
    }

    /// The same with the bit not set.
    static func area(_ key: [UInt8], clearingBit bit: UInt32) -> UInt64 {
        let place = Int(bit) % bitsPerByte
        let index = Int(bit) / bitsPerByte
        let front = key.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - min(8, key.count)))
        // Of the byte with the bit, those before it stay.
        let kept = 8 * index + max(0, place - 1)
        return kept >= 64 ? front : front & ~(UInt64.max >> UInt64(kept))
    }
}
