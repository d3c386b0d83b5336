import Wire

/// How two byte strings that differ are shown.
enum ByteDifference {
    /// Bytes up to which both sides are shown whole.
    private static let wholeMaximum = 96
    /// Bytes shown before and behind the first difference of longer ones.
    private static let context = 24

    static func excerpts(_ expected: [UInt8], _ actual: [UInt8]) -> (expected: String, actual: String) {
        if max(expected.count, actual.count) <= wholeMaximum { return (whole(expected), whole(actual)) }
        let common = zip(expected, actual).prefix { $0 == $1 }.count
        return (around(common, expected), around(common, actual))
    }

    private static func whole(_ bytes: [UInt8]) -> String {
        bytes.isEmpty ? "no bytes" : Hex.lowercase(bytes)
    }

    private static func around(_ position: Int, _ bytes: [UInt8]) -> String {
        let start = max(0, min(position, bytes.count) - context)
        let end = min(bytes.count, position + context)
        let excerpt = start < end ? Hex.lowercase(bytes[start..<end]) : ""
        return "\(start > 0 ? "…" : "")\(excerpt)\(end < bytes.count ? "…" : "")"
            + " (\(bytes.count) bytes, from byte \(start); first difference at \(position))"
    }
}
