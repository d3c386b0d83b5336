import Wire

/// Why a text is not hexadecimal, in the words of Go's `encoding/hex`.
package enum HexadecimalError: Error, Hashable, Sendable {
    /// A byte that is no digit.
    case invalidByte(UInt8)
    /// Digits that do not pair.
    case oddLength

    /// The bytes that the digits stand for, of either case.
    static func decode(_ text: some Collection<UInt8>) throws(HexadecimalError) -> [UInt8] {
        if let bytes = Hex.decode(String(decoding: text, as: UTF8.self)) { return bytes }
        for byte in text where !isDigit(byte) { throw .invalidByte(byte) }
        throw .oddLength
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default:
            false
        }
    }
}

extension HexadecimalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .oddLength: "encoding/hex: odd length hex string"
        case .invalidByte(let byte): "encoding/hex: invalid byte: \(HexadecimalError.name(of: byte))"
        }
    }

    /// As Go's `%#U`: the byte as a code point, and the character when it can be printed.
    private static func name(of byte: UInt8) -> String {
        let code = "U+00" + Hex.uppercase([byte])
        let isPrintable =
            switch byte {
            case 0x20...0x7e, 0xa1...0xac, 0xae...0xff: true
            default: false
            }
        return isPrintable ? "\(code) '\(Character(Unicode.Scalar(byte)))'" : code
    }
}
