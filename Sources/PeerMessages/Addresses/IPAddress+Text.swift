package import Wire

extension IPAddress {
    /// Reads the text forms that Go's `net.ParseIP` reads: dotted decimals without leading zeros, and RFC 4291 §2.2
    /// with `::` and a dotted end, but without a zone.
    package init?(parsing text: ByteString) {
        let colon = UInt8(ascii: ":")
        if !text.bytes.contains(colon) {
            guard let octets = IPAddress.octets(text.bytes[...]) else { return nil }
            self.init(octets)
            return
        }
        let gap = text.bytes.indices.dropLast().first { text.bytes[$0] == colon && text.bytes[$0 + 1] == colon }
        guard let gap else {
            guard let groups = IPAddress.groups(text.bytes[...], mayEndDotted: true), groups.count == 8 else {
                return nil
            }
            self.init(groups: groups)
            return
        }
        guard let left = IPAddress.groups(text.bytes[..<gap], mayEndDotted: false),
            let right = IPAddress.groups(text.bytes[(gap + 2)...], mayEndDotted: true)
        else { return nil }
        let zeros = 8 - left.count - right.count
        // The gap stands for one group of zeros at least.
        if zeros < 1 { return nil }
        self.init(groups: left + Array(repeating: 0, count: zeros) + right)
    }

    private static func octets(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let fields = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if fields.count != 4 { return nil }
        let octets = fields.compactMap { field -> UInt8? in
            let isCanonical = field.count == 1 || field.first != UInt8(ascii: "0")
            let isDecimal = field.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return isCanonical && isDecimal ? UInt8(String(decoding: field, as: UTF8.self)) : nil
        }
        return octets.count == 4 ? octets : nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func groups(_ text: ArraySlice<UInt8>, mayEndDotted: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        let fields = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        // Eight groups at most; the count of fields is a stranger's.
        if fields.count > 8 { return nil }
        var groups: [UInt16] = []
        for (index, field) in fields.enumerated() {
            if index == fields.count - 1, mayEndDotted, let octets = octets(field) {
                groups.append(UInt16(octets[0]) << 8 | UInt16(octets[1]))
                groups.append(UInt16(octets[2]) << 8 | UInt16(octets[3]))
            } else if (1...4).contains(field.count), field.allSatisfy(IPAddress.isHexadecimal),
                let group = UInt16(String(decoding: field, as: UTF8.self), radix: 16)
            {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimals for version 4, the form of RFC 5952 for version 6: what Go prints.
    package var description: String {
        if isVersion4 { return bytes.suffix(4).map { String($0) }.joined(separator: ".") }
        let groups = groups
        let gap = IPAddress.longestZeros(groups)
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if gap.count < 2 { return text(groups[...]) }
        return "\(text(groups[..<gap.lowerBound]))::\(text(groups[gap.upperBound...]))"
    }

    /// The first of the longest runs of zeros.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in groups.indices {
            if groups[index] != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        return longest
    }
}
