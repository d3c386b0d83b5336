/// Bech32 (BIP-173): bytes as text with a readable prefix and a checksum, as wallets write addresses.
package enum Bech32 {
    /// The longest text of BIP-173, which its checksum is made for, in characters.
    package static let lengthMaximum = 90
    /// The longest text that wallets of the Cosmos SDK take, in characters.
    package static let cosmosLengthMaximum = 1023

    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    /// The place in the alphabet of each byte; 32 for one that is not in it.
    private static let groupOfCharacter: [UInt8] = {
        var groups = [UInt8](repeating: 32, count: 256)
        for (group, character) in alphabet.enumerated() { groups[Int(character)] = UInt8(group) }
        return groups
    }()
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
        if prefix.isEmpty { throw .prefix }
        var checksum = Bech32Checksum()
        checksum.take(prefix: prefix.utf8)
        var text: [UInt8] = []
        let length = prefix.utf8.count + 1 + groups.count + checksumSize
        text.reserveCapacity(length)
        for character in prefix.utf8 {
            if !isAllowed(character) || isUppercase(character) { throw .character(character) }
            text.append(character)
        }
        text.append(separator)
        for group in groups {
            if group > 31 { throw .group(group) }
            checksum.take(group)
            text.append(alphabet[Int(group)])
        }
        if length > lengthMaximum { throw .length(length) }
        for _ in 0..<checksumSize { checksum.take(0) }
        for place in 0..<UInt32(checksumSize) {
            text.append(alphabet[Int((checksum.remainder ^ 1) >> (5 * (5 - place)) & 31)])
        }
        return String(decoding: text, as: UTF8.self)
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
            for place in characters.indices where isUppercase(characters[place]) { characters[place] |= 0x20 }
        }
        guard let place = characters.lastIndex(of: separator) else { throw .noSeparator }
        if place == 0 { throw .prefix }
        let data = characters[(place + 1)...]
        if data.count < checksumSize { throw .length(characters.count) }
        var checksum = Bech32Checksum()
        checksum.take(prefix: characters[..<place])
        var groups: [UInt8] = []
        groups.reserveCapacity(data.count)
        for character in data {
            let group = groupOfCharacter[Int(character)]
            if group > 31 { throw .character(character) }
            groups.append(group)
            checksum.take(group)
        }
        if checksum.remainder != 1 { throw .checksum }
        groups.removeLast(checksumSize)
        return (String(decoding: characters[..<place], as: UTF8.self), groups)
    }

    private static func isAllowed(_ character: UInt8) -> Bool { character >= 33 && character <= 126 }

    private static func isUppercase(_ character: UInt8) -> Bool {
        character >= UInt8(ascii: "A") && character <= UInt8(ascii: "Z")
    }

    private static func isLowercase(_ character: UInt8) -> Bool {
        character >= UInt8(ascii: "a") && character <= UInt8(ascii: "z")
    }

    /// The same bits in groups of another width; the last group is filled up with zeros, or dropped when not full.
    private static func regrouped(
        _ groups: [UInt8], from width: UInt32, to newWidth: UInt32, isPadded: Bool = true
    ) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((groups.count * Int(width) + Int(newWidth) - 1) / Int(newWidth))
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

/// BIP-173's checksum: the remainder of groups of five bits as a polynomial, group by group.
private struct Bech32Checksum {
    private(set) var remainder: UInt32 = 1

    mutating func take(_ group: UInt8) {
        let top = remainder >> 25
        remainder = (remainder & 0x1ff_ffff) << 5 ^ UInt32(group)
        if top & 1 != 0 { remainder ^= 0x3b6a_57b2 }
        if top & 2 != 0 { remainder ^= 0x2650_8e6d }
        if top & 4 != 0 { remainder ^= 0x1ea1_19fa }
        if top & 8 != 0 { remainder ^= 0x3d42_33dd }
        if top & 16 != 0 { remainder ^= 0x2a14_62b3 }
    }

    /// The prefix as the checksum sees it: the upper bits of its characters, a zero, the lower ones.
    mutating func take(prefix: some Collection<UInt8>) {
        for character in prefix { take(character >> 5) }
        take(0)
        for character in prefix { take(character & 31) }
    }
}
