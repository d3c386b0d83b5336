import Wire

/// Text as Go's formatting prints it inside error texts.
enum GoText {
    /// Text in double quotes, escaped as by `strconv.Quote`; what is not ASCII stays as it is when it is UTF-8.
    static func quoted(_ text: ByteString) -> String {
        let isUnicode = String(validating: text.bytes, as: UTF8.self) != nil
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                result.append(backslash)
                result.append(byte)
            case 0x07...0x0d:
                result.append(backslash)
                result.append(controlLetters[Int(byte - 7)])
            case 0x20...0x7e:
                result.append(byte)
            case 0x80... where isUnicode:
                result.append(byte)
            default:
                result.append(backslash)
                result.append(UInt8(ascii: "x"))
                result.append(hexDigits[Int(byte >> 4)])
                result.append(hexDigits[Int(byte & 15)])
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    private static let backslash = UInt8(ascii: "\\")
    private static let controlLetters = Array("abtnvfr".utf8)
    private static let hexDigits = Array("0123456789abcdef".utf8)
}
