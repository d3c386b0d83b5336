/// What Go says about text that is not Base64 or hexadecimal; clients of the RPC see it.
enum CorruptText {
    /// The error of Go's `encoding/base64`: the first byte that cannot be right.
    static func base64(_ text: [UInt8]) -> String {
        "illegal base64 data at input byte \(base64Offset(text))"
    }

    /// The error of Go's `encoding/hex`: the first byte that is no digit, or else the length.
    static func hexadecimal(_ text: [UInt8]) -> String {
        if let byte = text.first(where: { $0.hexadecimalValue == nil }) {
            return "encoding/hex: invalid byte: \(GoQuotation.codePoint(byte))"
        }
        return "encoding/hex: odd length hex string"
    }

    private static func base64Offset(_ text: [UInt8]) -> Int {
        var index = 0
        /// Characters of the current group of four.
        var count = 0
        while index < text.count {
            let byte = text[index]
            if isBase64(byte) {
                count = (count + 1) % 4
            } else if !isLineBreak(byte) {
                return paddingOffset(text, at: index, behind: count)
            }
            index += 1
        }
        return text.count - count
    }

    /// The first byte that cannot be right from where the characters end, which should be with padding.
    private static func paddingOffset(_ text: [UInt8], at start: Int, behind count: Int) -> Int {
        if text[start] != UInt8(ascii: "=") || count < 2 { return start }
        var index = indexBehindLineBreaks(text, start + 1)
        if count == 2 {
            if index == text.count { return index }
            if text[index] != UInt8(ascii: "=") { return index - 1 }
            index = indexBehindLineBreaks(text, index + 1)
        }
        return index
    }

    private static func indexBehindLineBreaks(_ text: [UInt8], _ start: Int) -> Int {
        text[start...].firstIndex { !isLineBreak($0) } ?? text.count
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"): true
        default: false
        }
    }
}
