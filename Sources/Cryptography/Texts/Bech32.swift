/// Bech32 (BIP-173): bytes as text with a readable prefix and a checksum, as wallets write addresses.
package enum Bech32 {
    /// The longest text of BIP-173, which its checksum is made for, in characters.
    package static let lengthMaximum = 90
    /// The longest text that wallets of the Cosmos SDK take, in characters.
    package static let cosmosLengthMaximum = 1023

    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let separator = UInt8(ascii: "1")
    private static let checksumSize = 6

    /// The text for these bytes, in lower case.
    package static func encode(
        prefix: String, bytes: [UInt8], lengthMaximum: Int = lengthMaximum
    ) throws(Bech32Error) -> String {
        try encode(prefix: prefix, groups: regrouped(bytes, from: 8, to: 5), lengthMaximum: lengthMaximum)
    }

    /// The text for these groups of five bits, in lower case.
    package static func encode(
        prefix: String, groups: [UInt8], lengthMaximum: Int = lengthMaximum
    ) throws(Bech32Error) -> String {
        let prefix = Array(prefix.utf8)
        if prefix.isEmpty { throw .prefix }
        for character in prefix where !isAllowed(character) || isUppercase(character) { throw .character(character) }
        for group in groups where group > 31 { throw .group(group) }
        let length = prefix.count + 1 + groups.count + checksumSize
        if length > lengthMaximum { throw .length(length) }
        let checksum = remainder(expanded(prefix) + groups + [UInt8](repeating: 0, count: checksumSize)) ^ 1
        let checkGroups = (0..<checksumSize).map { UInt8(checksum >> UInt32(5 * (5 - $0)) & 31) }
        let data = (groups + checkGroups).map { alphabet[Int($0)] }
        return String(decoding: prefix + [separator] + data, as: UTF8.self)
    }

    /// The prefix, in lower case, and the bytes of the text.
    package static func decode(
        _ text: String, lengthMaximum: Int = lengthMaximum
    ) throws(Bech32Error) -> (prefix: String, bytes: [UInt8]) {
        let (prefix, groups) = try decodeGroups(text, lengthMaximum: lengthMaximum)
        let bytes = regrouped(groups, from: 5, to: 8, isPadded: false)
        // What is left over is padding: fewer than five bits, none of them set.
        if regrouped(bytes, from: 8, to: 5) != groups { throw .padding }
        return (prefix, bytes)
    }

    /// The prefix, in lower case, and the groups of five bits of the text.
    package static func decodeGroups(
        _ text: String, lengthMaximum: Int = lengthMaximum
    ) throws(Bech32Error) -> (prefix: String, groups: [UInt8]) {
        var characters = Array(text.utf8)
        if characters.count > lengthMaximum { throw .length(characters.count) }
        for character in characters where !isAllowed(character) { throw .character(character) }
        if characters.contains(where: isUppercase) {
            if characters.contains(where: isLowercase) { throw .mixedCase }
            characters = characters.map { isUppercase($0) ? $0 | 0x20 : $0 }
        }
        guard let place = characters.lastIndex(of: separator) else { throw .noSeparator }
        if place == 0 { throw .prefix }
        let data = characters[(place + 1)...]
        if data.count < checksumSize { throw .length(characters.count) }
        var groups: [UInt8] = []
        for character in data {
            guard let group = alphabet.firstIndex(of: character) else { throw .character(character) }
            groups.append(UInt8(group))
        }
        let prefix = Array(characters[..<place])
        if remainder(expanded(prefix) + groups) != 1 { throw .checksum }
        return (String(decoding: prefix, as: UTF8.self), groups.dropLast(checksumSize))
    }

    private static func isAllowed(_ character: UInt8) -> Bool { (33...126).contains(character) }

    private static func isUppercase(_ character: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(character)
    }

    private static func isLowercase(_ character: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character)
    }

    /// The prefix as the checksum sees it.
    private static func expanded(_ prefix: [UInt8]) -> [UInt8] {
        prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
    }

    /// The remainder of the groups as a polynomial, by BIP-173's generator.
    private static func remainder(_ groups: [UInt8]) -> UInt32 {
        var remainder: UInt32 = 1
        for group in groups {
            let top = remainder >> 25
            remainder = (remainder & 0x1ff_ffff) << 5 ^ UInt32(group)
            if top & 1 != 0 { remainder ^= 0x3b6a_57b2 }
            if top & 2 != 0 { remainder ^= 0x2650_8e6d }
            if top & 4 != 0 { remainder ^= 0x1ea1_19fa }
            if top & 8 != 0 { remainder ^= 0x3d42_33dd }
            if top & 16 != 0 { remainder ^= 0x2a14_62b3 }
        }
        return remainder
    }

    /// The same bits in groups of another width; the last group is filled up with zeros, or dropped when not full.
    private static func regrouped(
        _ groups: [UInt8], from width: UInt32, to newWidth: UInt32, isPadded: Bool = true
    ) -> [UInt8] {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for group in groups {
            bits = (bits << width | UInt32(group)) & 0xfff
            count += width
            while count >= newWidth {
                count -= newWidth
                result.append(UInt8(bits >> count & (1 << newWidth - 1)))
            }
        }
        if isPadded, count > 0 { result.append(UInt8(bits << (newWidth - count) & (1 << newWidth - 1))) }
        return result
    }
}
