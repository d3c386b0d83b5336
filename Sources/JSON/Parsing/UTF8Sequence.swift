/// Well-formed UTF-8 (Unicode 15 §3.9, table 3-7), byte by byte as Go's `utf8.DecodeRune` takes it.
///
/// Swift's own repair makes one U+FFFD of a cut-off sequence; Go makes one of each of its bytes, and so do we.
enum UTF8Sequence {
    /// U+FFFD in UTF-8.
    static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// Bytes of the sequence that starts at this index, or nil when none does.
    static func length(in bytes: [UInt8], at index: Int) -> Int? {
        let first = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)  // no overlong forms
        case 0xED: (length, second) = (3, 0x80...0x9F)  // no surrogates
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)  // no overlong forms
        case 0xF4: (length, second) = (4, 0x80...0x8F)  // nothing beyond U+10FFFF
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        if bytes.count - index < length || !second.contains(bytes[index + 1]) { return nil }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
        return length
    }
}
