import Wire

/// Percent-encoding of one part of a URL's path, as Go's `url.PathEscape` and `url.PathUnescape` have it.
enum PathEscaping {
    private static let percent = UInt8(ascii: "%")

    static func encode(_ bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        for byte in bytes {
            if isPlain(byte) {
                characters.append(byte)
            } else {
                characters.append(percent)
                characters.append(contentsOf: Hex.uppercase([byte]).utf8)
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    static func decode(_ text: ArraySlice<UInt8>) throws(ProofKeyPathError.Reason) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte != percent {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)) else {
                throw .escape(ByteString([percent] + rest.prefix(2)))
            }
            bytes.append(contentsOf: value)
            rest.removeFirst(2)
        }
        return bytes
    }

    /// Whether the byte stands for itself (RFC 3986 §3.3, without the separators that `url.PathEscape` escapes too).
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "-_.~$&+=:@".utf8.contains(byte)
        }
    }
}
