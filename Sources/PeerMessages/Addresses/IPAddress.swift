/// An address of the Internet Protocol, version 4 or 6.
///
/// Sixteen bytes, as in Go's `net.IP`: version 4 stands in its mapped form `::ffff:a.b.c.d` and equals it.
package struct IPAddress: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The address with these 16 bytes, or these 4 of version 4; nil for any other count.
    package init?(_ bytes: [UInt8]) {
        switch bytes.count {
        case 16:
            high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
            low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
        case 4:
            high = 0
            low = bytes.reduce(0xffff) { $0 << 8 | UInt64($1) }
        default: return nil
        }
    }

    init(groups: [UInt16]) {
        high = groups.prefix(4).reduce(0) { $0 << 16 | UInt64($1) }
        low = groups.dropFirst(4).prefix(4).reduce(0) { $0 << 16 | UInt64($1) }
    }

    /// Whether this is an address of version 4.
    package var isVersion4: Bool { high == 0 && low >> 32 == 0xffff }

    /// The 16 bytes, version 4 in its mapped form.
    package var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
    }

    /// The eight groups of version 6.
    var groups: [UInt16] {
        [high, low].flatMap { word in (0..<4).map { UInt16(truncatingIfNeeded: word >> UInt64(48 - 16 * $0)) } }
    }
}
