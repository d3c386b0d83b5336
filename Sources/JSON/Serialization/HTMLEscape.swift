/// The escape of a character that Go's `encoding/json` does not let stand in a string, though JSON would: `<`, `>` and
/// `&`, which open markup, and U+2028 and U+2029, which end a line in JavaScript.
struct HTMLEscape {
    /// The escape.
    let replacement: String
    /// Bytes of the character it stands for.
    let length: Int

    /// The escape for the character at this index, or nil when it may stand as it is.
    init?(_ text: [UInt8], at index: Int) {
        switch text[index] {
        case UInt8(ascii: "<"): (replacement, length) = (#"\u003c"#, 1)
        case UInt8(ascii: ">"): (replacement, length) = (#"\u003e"#, 1)
        case UInt8(ascii: "&"): (replacement, length) = (#"\u0026"#, 1)
        case 0xE2 where text.count - index >= 3 && text[index + 1] == 0x80:
            switch text[index + 2] {
            case 0xA8: (replacement, length) = (#"\u2028"#, 3)
            case 0xA9: (replacement, length) = (#"\u2029"#, 3)
            default: return nil
            }
        default: return nil
        }
    }
}
