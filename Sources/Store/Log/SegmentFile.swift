/// A file of the log, open.
struct SegmentFile<File: LogFile> {
    let name: String
    let file: File
    /// Bytes in it, header and records and the room behind them.
    let byteCount: Int
    /// What is in its places for headers.
    private(set) var slots: [Slot]

    enum Slot: Hashable {
        case blank
        case header(SegmentHeader)
        /// A header that was being written, or was damaged.
        case broken
    }

    init(_ name: String, _ file: File) throws(FileError) {
        self.name = name
        self.file = file
        byteCount = try file.size()
        let bytes = try file.read(at: 0, count: SegmentHeader.recordsOffset)
        slots = SegmentHeader.slots.map { offset in
            let slot = bytes.dropFirst(offset).prefix(SegmentHeader.byteCount)
            if let header = SegmentHeader(slot) { return .header(header) }
            return slot.allSatisfy { $0 == 0 } ? .blank : .broken
        }
    }

    /// The life the file is in; nil before the first one.
    var header: SegmentHeader? {
        let headers = slots.compactMap { slot in
            if case .header(let header) = slot { header } else { nil }
        }
        return headers.max { $0.number < $1.number }
    }

    /// Begins another life; durable with the next sync.
    mutating func begin(_ header: SegmentHeader) throws(FileError) {
        let place = slots.firstIndex { $0 != self.header.map(Slot.header) } ?? 0
        try file.write(header.bytes[...], at: SegmentHeader.slots[place])
        slots[place] = .header(header)
    }

    /// All that is in it.
    func contents() throws(FileError) -> [UInt8] { try file.read(at: 0, count: byteCount) }

    // MARK: Names

    static func name(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits + ".log"
    }

    /// The number in a file's name, which says nothing about its place in the log; nil for other files.
    static func index(of name: String) -> Int? {
        guard name.hasSuffix(".log"), let index = Int(name.dropLast(4)), self.name(index) == name else { return nil }
        return index
    }
}
