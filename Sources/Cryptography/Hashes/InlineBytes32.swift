/// 32 bytes held in place, as four words in the order in which they compare.
struct InlineBytes32: Hashable, Sendable {
    static let size = 32

    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// The 32 bytes, or nil when there are not 32.
    init?(_ bytes: some Collection<UInt8>) {
        if bytes.count != InlineBytes32.size { return nil }
        self.init { memory in
            // Copied as a whole: byte by byte, unspecialized generic code allocates for each.
            let target = UnsafeMutableBufferPointer(start: memory, count: InlineBytes32.size)
            _ = target.update(fromContentsOf: bytes)
        }
    }

    /// What `fill` leaves in the 32 bytes given to it, which are zero before.
    init(filling fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        var memory: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutablePointer(to: &memory) { start in
            start.withMemoryRebound(to: UInt8.self, capacity: InlineBytes32.size) { fill($0) }
        }
        words = (
            UInt64(bigEndian: memory.0), UInt64(bigEndian: memory.1), UInt64(bigEndian: memory.2),
            UInt64(bigEndian: memory.3)
        )
    }

    /// The bytes, as long as `body` runs.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let memory = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        return Swift.withUnsafeBytes(of: memory) { body($0) }
    }

    /// The first of the bytes, for C, as long as `body` runs.
    func withUnsafePointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        let memory = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        return Swift.withUnsafePointer(to: memory) { start in
            start.withMemoryRebound(to: UInt8.self, capacity: InlineBytes32.size) { body($0) }
        }
    }

    /// A copy of the bytes.
    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    static func == (left: InlineBytes32, right: InlineBytes32) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        // The bytes are mostly digests and keys, but peers choose them: all of them go through Swift's keyed hasher.
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension InlineBytes32: Comparable {
    static func < (left: InlineBytes32, right: InlineBytes32) -> Bool { left.words < right.words }
}
