import Wire

/// Bytes as Go's formatting prints them inside error texts.
enum GoText {
    /// A byte as a code point, as the verb `%#U` prints it: `U+0078 'x'`.
    static func codePoint(_ byte: UInt8) -> String {
        let number = "U+00\(Hex.uppercase([byte]))"
        // Latin-1: the C0 and C1 controls, the no-break space and the soft hyphen are not printable.
        switch byte {
        case 0x20...0x7e, 0xa1...0xac, 0xae...0xff: return "\(number) '\(Character(UnicodeScalar(byte)))'"
        default: return number
        }
    }

    /// Text in double quotes, escaped as by `strconv.Quote`; what is not ASCII stays as it is when it is UTF-8.
    static func quoted(_ text: ByteString) -> String {
        let isUnicode = String(validating: text.bytes, as: UTF8.self) != nil
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case 0x07...0x0d: result += [UInt8(ascii: "\\"), Array("abtnvfr".utf8)[Int(byte - 7)]]
            case 0x20...0x7e: result.append(byte)
            case 0x80... where isUnicode: result.append(byte)
            default: result += Array("\\x\(Hex.lowercase([byte]))".utf8)
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }
}
