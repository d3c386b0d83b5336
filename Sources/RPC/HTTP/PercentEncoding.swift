import Wire

/// The escapes of URLs, as Go's `net/url` resolves and writes them.
package enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The text that the escapes stand for; nil when one of them is not two hexadecimal digits.
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
        decodeBytes(text, plusIsSpace: plusIsSpace).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes that the escapes stand for; nil when one of them is not two hexadecimal digits.
    package static func decodeBytes(_ text: some StringProtocol, plusIsSpace: Bool) -> [UInt8]? {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            switch source[index] {
            case UInt8(ascii: "%"):
                guard index + 2 < source.count,
                    let byte = Hex.decode(String(decoding: source[index + 1...index + 2], as: UTF8.self))?.first
                else { return nil }
                bytes.append(byte)
                index += 3
            case UInt8(ascii: "+") where plusIsSpace:
                bytes.append(UInt8(ascii: " "))
                index += 1
            case let byte:
                bytes.append(byte)
                index += 1
            }
        }
        return bytes
    }

    /// A path with escapes for all that Go's `URL.EscapedPath` escapes.
    static func encodePath(_ path: String) -> String {
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            if standsInPath(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func standsInPath(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_.~$&+,/:;=@".utf8.contains(byte)
        }
    }
}
