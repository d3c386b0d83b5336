import Chain

/// How far whole pages have been stored, beside the changes of them.
///
/// A block stores what it changed in each page, in the order in which blocks come. Whole pages are stored round after round,
/// in the order of their keys, some with every block: so a page that was changed in many blocks is written once, and side
/// by side with its neighbours. When a round ends, no page needs a change any more that is not younger than its begin.
struct Sweep: Hashable, Sendable {
    /// Blocks that a round takes, about, while all blocks are alike: so many that a page is mostly written once for several
    /// changes, and so few that changes hardly stay longer than a hundred heights, as they must.
    private static let blocksPerRound = 128
    /// Pages to store with a block at least, while there are some.
    private static let pagesMinimum = 16
    /// Heights whose changes are removed with a block, at most: one comes with a block, and others may have waited.
    static let heightsMaximum: Int64 = 2

    /// When the last complete round began: of changes up to here, none is needed to read what is there now.
    private(set) var completed: Height
    /// When this round began.
    private(set) var start: Height
    /// A key: all pages whose keys are below it were looked at in this round. nil at its begin.
    private(set) var place: [UInt8]?
    /// Pages that were stored in the last round, and so far in this one.
    private(set) var lastCount = 0
    private(set) var count = 0
    /// The lowest height whose changes have not been removed.
    private(set) var firstChange: Height

    /// All pages are stored as they are at this height.
    init(at height: Height) {
        completed = height
        start = height
        firstChange = height
    }

    /// Pages to store with the next block.
    ///
    /// As many as the last round had, in its time; more when this one turns out to have more to do.
    var pagesMaximum: Int {
        Sweep.pagesMinimum + max(lastCount / Sweep.blocksPerRound, 2 * count / Sweep.blocksPerRound)
    }

    /// Goes on with this round.
    ///
    /// - Parameters:
    ///   - place: A key in the last page that was looked at.
    ///   - written: Pages that were stored.
    mutating func goOn(after place: [UInt8], written: Int) {
        self.place = place
        count += written
    }

    /// Ends this round, and begins the next one.
    mutating func end(at height: Height, written: Int) {
        completed = start
        start = height
        place = nil
        lastCount = count + written
        count = 0
    }

    /// Notes that all pages are stored as they are at this height.
    mutating func rest(at height: Height) {
        completed = height
        start = height
        place = nil
        lastCount = 0
        count = 0
    }

    /// The heights whose changes go with the block of this height.
    mutating func takeHeights(at height: Height) -> Range<Int64> {
        let last = min(completed.rawValue, height.rawValue - MerkleMap.historyHeights)
        let first = firstChange.rawValue
        let end = min(last, first + Sweep.heightsMaximum - 1) + 1
        if end <= first { return first..<first }
        firstChange = Height(end)
        return first..<end
    }

    // MARK: Storing

    init(_ reader: inout ByteReader) throws(ByteReader.Failure) {
        completed = try reader.height()
        start = try reader.height()
        lastCount = try reader.count()
        count = try reader.count()
        firstChange = try reader.height()
        let key = try reader.counted()
        place = key.isEmpty ? nil : key
    }

    func write(_ writer: inout ByteWriter) {
        writer.height(completed)
        writer.height(start)
        writer.varint(UInt64(lastCount))
        writer.varint(UInt64(count))
        writer.height(firstChange)
        writer.counted(place ?? [])
    }
}
