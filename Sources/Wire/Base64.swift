/// Base64 with padding (RFC 4648 §4), as Go's `encoding/json` writes and reads byte slices.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// What each byte stands for: six bits, or one of the marks below.
    private static let meanings: [UInt8] = {
        var meanings = [UInt8](repeating: wrong, count: 256)
        for (sextet, character) in alphabet.enumerated() { meanings[Int(character)] = UInt8(sextet) }
        for character in "\r\n".utf8 { meanings[Int(character)] = lineBreak }
        meanings[Int(padding)] = end
        return meanings
    }()
    private static let lineBreak: UInt8 = 64
    private static let end: UInt8 = 65
    private static let wrong: UInt8 = 66

    package static func encode(_ bytes: [UInt8]) -> String {
        let count = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: count) { characters in
            alphabet.withUnsafeBufferPointer { alphabet in
                var next = 0
                for start in stride(from: 0, to: bytes.count, by: 3) {
                    let rest = bytes.count - start
                    var group = UInt32(bytes[start]) << 16
                    if rest > 1 { group |= UInt32(bytes[start + 1]) << 8 }
                    if rest > 2 { group |= UInt32(bytes[start + 2]) }
                    characters[next] = alphabet[Int(group >> 18)]
                    characters[next + 1] = alphabet[Int(group >> 12 & 63)]
                    characters[next + 2] = rest > 1 ? alphabet[Int(group >> 6 & 63)] : padding
                    characters[next + 3] = rest > 2 ? alphabet[Int(group & 63)] : padding
                    next += 4
                }
            }
            return count
        }
    }

    /// The bytes, or nil when the text is not padded Base64. As in Go, line breaks are passed over and the unused bits
    /// of the last character are not looked at.
    package static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

    /// The same for a text in bytes.
    package static func decode(_ text: [UInt8]) -> [UInt8]? {
        var isRight = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { bytes, count in
            isRight = text.withUnsafeBufferPointer { text in
                meanings.withUnsafeBufferPointer { decode(text, meanings: $0, into: bytes, &count) }
            }
        }
        return isRight ? bytes : nil
    }

    /// - Returns: Whether the text is padded Base64.
    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>, meanings: UnsafeBufferPointer<UInt8>,
        into bytes: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
    ) -> Bool {
        var group: UInt32 = 0
        var sextets = 0
        var paddings = 0
        for character in text {
            let meaning = meanings[Int(character)]
            if meaning < 64 {
                // Nothing follows padding.
                if paddings > 0 { return false }
                group = group << 6 | UInt32(meaning)
                sextets += 1
                if sextets < 4 { continue }
                bytes[count] = UInt8(truncatingIfNeeded: group >> 16)
                bytes[count + 1] = UInt8(truncatingIfNeeded: group >> 8)
                bytes[count + 2] = UInt8(truncatingIfNeeded: group)
                count += 3
                (group, sextets) = (0, 0)
            } else if meaning == end {
                paddings += 1
            } else if meaning != lineBreak {
                return false
            }
        }
        switch (sextets, paddings) {
        case (0, 0): return true
        case (2, 2):
            bytes[count] = UInt8(truncatingIfNeeded: group >> 4)
            count += 1
            return true
        case (3, 1):
            bytes[count] = UInt8(truncatingIfNeeded: group >> 10)
            bytes[count + 1] = UInt8(truncatingIfNeeded: group >> 2)
            count += 2
            return true
        default: return false
        }
    }
}
