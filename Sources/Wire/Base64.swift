/// Base64 with padding (RFC 4648 §4), as Go's `encoding/json` writes and reads byte slices.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    package static func encode(_ bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group = UInt32(bytes[start]) << 16
            if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
            if count > 2 { group |= UInt32(bytes[start + 2]) }
            for position in 0..<4 {
                let sextet = Int(group >> UInt32(18 - 6 * position) & 63)
                characters.append(position <= count ? alphabet[sextet] : padding)
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes, or nil when the text is not padded Base64. As in Go, line breaks are passed over and the unused bits
    /// of the last character are not looked at.
    package static func decode(_ text: String) -> [UInt8]? {
        let characters = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        if characters.count % 4 != 0 { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        for start in stride(from: 0, to: characters.count, by: 4) {
            let group = characters[start..<start + 4]
            let padded = group.reversed().prefix { $0 == padding }.count
            if padded > 2 || (padded > 0 && start + 4 < characters.count) { return nil }
            var value: UInt32 = 0
            for character in group.dropLast(padded) {
                guard let sextet = sextet(character) else { return nil }
                value = value << 6 | UInt32(sextet)
            }
            value <<= UInt32(6 * padded)
            let decoded = [UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
            bytes.append(contentsOf: decoded.dropLast(padded))
        }
        return bytes
    }

    private static func sextet(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
