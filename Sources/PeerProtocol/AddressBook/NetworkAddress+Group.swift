import PeerMessages

extension NetworkAddress {
    /// The network it belongs to (CometBFT `groupKeyFor`): whoever has one network has many addresses in it, and must not
    /// fill the book with them.
    ///
    /// - Parameter isStrict: Whether addresses that the Internet cannot reach are all of one group.
    func group(isStrict: Bool) -> [UInt8] {
        if isStrict && isLocal { return Array("local".utf8) }
        if isStrict && !isRoutable { return Array("unroutable".utf8) }
        let bytes = ip.bytes
        func isIn(_ ranges: AddressRange...) -> Bool { ranges.contains { $0.contains(ip) } }
        // An address of version 4, or one that is a version 4 address in disguise, counts by its first half.
        if ip.isVersion4 || isIn(.translated, .translation) { return Array(bytes[12..<14]) }
        if isIn(.sixToFour) { return Array(bytes[2..<4]) }
        if isIn(.teredo) { return bytes[12..<14].map { $0 ^ 0xff } }
        if isIn(.onionCat) { return Array("tor:".utf8) + [bytes[6] & 0x0f] }
        // As in Bitcoin: the first 32 bits, 36 with Hurricane Electric, which gives those to everybody.
        let isHurricane = bytes.starts(with: [0x20, 0x01, 0x04, 0x70])
        return Array("v6:".utf8) + bytes[..<4] + (isHurricane ? [bytes[4] & 0xf0] : [])
    }
}
