import Chain

/// What a height has changed in a page. It leads both ways: from the page before to the page after, and back.
///
/// Most changes touch one slot of a page, so most of these are small.
struct PageChange {
    /// The height at which the page was changed before; nil when this one has made it.
    let previous: Height?
    private let content: Content

    private enum Content {
        /// All of a new page.
        case whole(ArraySlice<UInt8>)
        /// Both bodies have so many bytes at the front in common, and so many at the end.
        case middle(front: Int, back: Int, old: ArraySlice<UInt8>, new: ArraySlice<UInt8>)
        /// Bodies of one length: runs of bytes in which they differ, as the difference, XOR.
        case runs([Run])
    }

    /// Bytes that differ one after the other.
    struct Run {
        let start: Int
        let difference: ArraySlice<UInt8>
    }

    /// Bytes that two bodies may have in common between two runs without their being two: about what a run takes.
    private static let gapMaximum = 3

    /// The making of a page.
    init(making body: [UInt8]) {
        previous = nil
        content = .whole(body[...])
    }

    /// - Parameters:
    ///   - old: The body before, without some bytes that both bodies have in common.
    ///   - previous: When it was made.
    ///   - new: The body after, without these.
    ///   - skippedFront: Bytes left out in front.
    ///   - skippedBack: Bytes left out at the end.
    init(
        from old: [UInt8], of previous: Height, to new: [UInt8], skippedFront: Int = 0, skippedBack: Int = 0
    ) {
        self.previous = previous
        if old.count == new.count {
            content = .runs(PageChange.runs(old, new, from: skippedFront))
        } else {
            let (front, back) = PageChange.common(old, new)
            content = .middle(
                front: skippedFront + front, back: skippedBack + back,
                old: old[front..<old.count - back], new: new[front..<new.count - back])
        }
    }

    /// A change of single bytes.
    ///
    /// - Parameter runs: In their order.
    init(of previous: Height, _ runs: [Run]) {
        self.previous = previous
        content = .runs(runs)
    }

    /// How many bytes at the front, and of the others how many at the end, are the same.
    private static func common(_ old: [UInt8], _ new: [UInt8]) -> (front: Int, back: Int) {
        let common = min(old.count, new.count)
        var front = 0
        while front < common && old[front] == new[front] { front += 1 }
        var back = 0
        while back < common - front && old[old.count - 1 - back] == new[new.count - 1 - back] { back += 1 }
        return (front, back)
    }

    /// What differs between parts of two bodies that have the same length.
    ///
    /// - Parameter offset: Where the parts begin.
    static func runs(_ old: [UInt8], _ new: [UInt8], from offset: Int) -> [Run] {
        var runs: [Run] = []
        var index = 0
        while index < old.count {
            if old[index] == new[index] {
                index += 1
                continue
            }
            let start = index
            var end = index + 1
            while index < old.count && index < end + gapMaximum {
                if old[index] != new[index] { end = index + 1 }
                index += 1
            }
            runs.append(Run(start: offset + start, difference: (start..<end).map { old[$0] ^ new[$0] }[...]))
        }
        return runs
    }

    // MARK: Applying

    /// The body after, made from that before.
    func after(_ body: [UInt8]) throws(ByteReader.Failure) -> [UInt8] {
        switch content {
        case .whole(let whole): Array(whole)
        case .middle(let front, let back, let old, let new):
            try PageChange.replacing(old, by: new, front, back, in: body)
        case .runs(let runs): try PageChange.turning(runs, in: body)
        }
    }

    /// The body before, made from that after.
    func before(_ body: [UInt8]) throws(ByteReader.Failure) -> [UInt8] {
        switch content {
        case .whole: throw ByteReader.Failure()
        case .middle(let front, let back, let old, let new):
            try PageChange.replacing(new, by: old, front, back, in: body)
        case .runs(let runs): try PageChange.turning(runs, in: body)
        }
    }

    private static func replacing(
        _ part: ArraySlice<UInt8>, by other: ArraySlice<UInt8>, _ front: Int, _ back: Int, in body: [UInt8]
    ) throws(ByteReader.Failure) -> [UInt8] {
        if front > body.count || back > body.count - front || body.count - front - back != part.count {
            throw ByteReader.Failure()
        }
        return Array(body[..<front]) + other + body[(body.count - back)...]
    }

    private static func turning(_ runs: [Run], in body: [UInt8]) throws(ByteReader.Failure) -> [UInt8] {
        var body = body
        for run in runs {
            if run.start > body.count || run.difference.count > body.count - run.start { throw ByteReader.Failure() }
            for (offset, difference) in run.difference.enumerated() { body[run.start + offset] ^= difference }
        }
        return body
    }

    // MARK: Storing

    private static let whole: UInt8 = 0
    private static let middle: UInt8 = 1
    private static let runs: UInt8 = 2

    /// A kind; the height before, but for a new page; then for 0 the body, for 1 the common bytes in front and behind, the
    /// old ones behind their number and the new ones, for 2 runs: the distance from the end of the one before, the length
    /// and the difference.
    func write(_ writer: inout ByteWriter) {
        switch content {
        case .whole(let body):
            writer.byte(PageChange.whole)
            writer.raw(body)
        case .middle(let front, let back, let old, let new):
            writer.byte(PageChange.middle)
            writer.height(previous ?? 0)
            writer.varint(UInt64(front))
            writer.varint(UInt64(back))
            writer.varint(UInt64(old.count))
            writer.raw(old)
            writer.raw(new)
        case .runs(let runs):
            writer.byte(PageChange.runs)
            writer.height(previous ?? 0)
            var end = 0
            for run in runs {
                writer.varint(UInt64(run.start - end))
                writer.varint(UInt64(run.difference.count))
                writer.raw(run.difference)
                end = run.start + run.difference.count
            }
        }
    }

    /// As it is stored.
    var bytes: [UInt8] {
        var writer = ByteWriter()
        write(&writer)
        return writer.bytes
    }

    init(_ bytes: [UInt8]) throws(ByteReader.Failure) {
        var reader = ByteReader(bytes)
        let kind = try reader.byte()
        if kind == PageChange.whole {
            previous = nil
            content = .whole(reader.rest())
            return
        }
        previous = try reader.height()
        switch kind {
        case PageChange.middle:
            let front = try reader.count()
            let back = try reader.count()
            let old = try reader.raw(try reader.varint())
            content = .middle(front: front, back: back, old: old, new: reader.rest())
        case PageChange.runs:
            var runs: [Run] = []
            var end = 0
            while !reader.isAtEnd {
                let (start, overflows) = end.addingReportingOverflow(try reader.count())
                let difference = try reader.raw(try reader.varint())
                // A wrong start is found when the run is applied; here it must only not overflow.
                if overflows || start > Int(UInt32.max) { throw ByteReader.Failure() }
                runs.append(Run(start: start, difference: difference))
                end = start + difference.count
            }
            content = .runs(runs)
        default: throw ByteReader.Failure()
        }
    }
}
