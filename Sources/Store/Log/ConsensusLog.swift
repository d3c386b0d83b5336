package import Chain
import Invariants

/// The record of all that consensus acted on and signed: what lets a validator forget nothing when the power goes.
///
/// Records are appended to files of a fixed size whose room is reserved before. `append` puts a record into memory;
/// `sync` makes all appended before durable, with one write and one sync. What may leave the process only when its
/// record is durable waits until `durableSequence` reaches the record's.
///
/// On disk a file is a `SegmentHeader` and behind it records (`RecordHeader`, body, filling), numbered through all
/// files without a gap. A file is begun only when all records before it are durable: so only the last file can have a
/// torn tail. A file whose heights are all committed is used again.
///
/// One thread at a time: it is not `Sendable`, whoever runs the log's lane has it alone. Once an operation of the
/// system has failed, every call throws the same error: nobody knows then what is on disk, least of all after a failed
/// sync (Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020), so the process ends and its
/// next start reads what is there.
package final class ConsensusLog<Directory: LogDirectory> {
    let directory: Directory
    let segmentBytes: Int
    let salt: UInt64
    /// The files with records that are needed, oldest first. The last is written to.
    var segments: [Segment] = []
    /// The files that are free to use.
    var spares: [SegmentFile<Directory.File>] = []
    /// The highest height of any record, those before the oldest file included.
    var heightMaximum: Height
    /// Where the next record goes in the last file.
    var offset = SegmentHeader.recordsOffset

    /// Records not yet written, with room for their headers.
    private var buffer: [UInt8] = []
    private var pending: [Pending] = []
    private var failure: LogError?

    /// The number that the next appended record gets.
    package internal(set) var nextSequence: LogSequence
    /// All records up to this one are durable.
    package internal(set) var durableSequence: LogSequence
    private var recovery: LogRecovery

    /// A file in its present life.
    struct Segment {
        let file: SegmentFile<Directory.File>
        let header: SegmentHeader
        /// The highest height among its records.
        var heightMaximum: Height
    }

    private struct Pending {
        /// Where its header starts in the buffer.
        let start: Int
        let bodyCount: Int
        let height: Height
    }

    /// Opens the log of a folder, or starts one in an empty folder. Finds the records, cuts a torn tail, and makes
    /// what it found durable.
    ///
    /// - Parameters:
    ///   - committed: The height up to which the chain store holds everything.
    ///   - segmentBytes: Bytes in a new file.
    ///   - salt: For a new log, unpredictable.
    package convenience init(
        _ directory: Directory, committed: Height, segmentBytes: Int = LogLimits.segmentBytes,
        salt: UInt64 = .random(in: 0 ... .max)
    ) throws(LogError) {
        invariant(
            segmentBytes >= SegmentHeader.recordsOffset + 2 * RecordHeader.byteCount,
            "a file of the log has room for records")
        let found = try FoundSegments(in: directory, committed: committed)
        self.init(directory, found, segmentBytes: segmentBytes, salt: salt)
        do {
            try begin(at: found.end)
        } catch {
            throw .failed(error)
        }
    }

    private init(_ directory: Directory, _ found: FoundSegments<Directory>, segmentBytes: Int, salt: UInt64) {
        self.directory = directory
        self.segmentBytes = segmentBytes
        self.salt = found.salt ?? salt
        segments = found.segments
        spares = found.spares
        heightMaximum = found.heightMaximum
        nextSequence = found.next
        durableSequence = found.next.previous
        recovery = found.recovery
    }

    /// Makes durable what was found, since a process that ended before its sync may have written it, and gets ready to
    /// write behind it.
    private func begin(at end: Int) throws(FileError) {
        if let last = segments.last?.file.file {
            offset = end
            if recovery.cut != nil {
                try last.clear(from: end)
                try last.sync(.cut)
            } else {
                try last.sync(.found)
            }
        } else {
            try makeFirstSegment()
        }
        try renewSpares()
    }

    /// Hands over what recovery found; the second time, nothing.
    package func takeRecovery() -> LogRecovery {
        defer { recovery = LogRecovery() }
        return recovery
    }

    /// The highest height of any record that was ever in it; 0 for a new log.
    package var heightReached: Height { heightMaximum }

    /// Bytes of a body at most.
    package var bodyBytesMaximum: Int {
        min(LogLimits.bodyBytesMaximum, segmentBytes - SegmentHeader.recordsOffset - RecordHeader.byteCount)
    }

    /// Bytes appended and not yet written. They wait in memory: whoever runs the log syncs before they are many.
    package var pendingBytes: Int { buffer.count }

    /// Puts a record behind all others, in memory. It is durable when `durableSequence` has reached its number.
    package func append(_ body: [UInt8], height: Height) throws(LogError) -> LogSequence {
        if let failure { throw failure }
        if body.count > bodyBytesMaximum { throw .tooLarge(bytes: body.count, maximum: bodyBytesMaximum) }
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: RecordHeader.byteCount))
        buffer.append(contentsOf: body)
        let end = start + RecordHeader.recordBytes(bodyCount: body.count)
        buffer.append(contentsOf: repeatElement(0, count: end - buffer.count))
        pending.append(Pending(start: start, bodyCount: body.count, height: height))
        defer { nextSequence = nextSequence.next }
        return nextSequence
    }

    /// Makes every appended record durable; does nothing when all are.
    ///
    /// One write and one sync, unless the records do not fit into the rest of the file.
    package func sync() throws(LogError) {
        if let failure { throw failure }
        do {
            var written = 0
            while written < pending.count {
                if room(from: written) == written { try startSegment() }
                let end = room(from: written)
                try write(written..<end)
                written = end
            }
        } catch {
            throw fail(error)
        }
        pending.removeAll(keepingCapacity: true)
        // A burst may have grown the buffer to the largest block's size; two megabytes serve nearly all.
        buffer.removeAll(keepingCapacity: buffer.capacity <= 2 << 20)
    }

    /// Lets go of files whose records all belong to heights up to this one, oldest first; never of the last file.
    ///
    /// Only when the chain store has made the height durable. Costs no sync.
    package func truncate(through height: Height) throws(LogError) {
        if let failure { throw failure }
        do {
            while segments.count > 1, let oldest = segments.first, oldest.heightMaximum <= height {
                segments.removeFirst()
                try release(oldest.file)
            }
        } catch {
            throw fail(error)
        }
    }

    /// The end of the pending records from `start` on that fit into the rest of the file.
    private func room(from start: Int) -> Int {
        var end = start
        var rest = (segments.last?.file.byteCount ?? 0) - offset
        while end < pending.count {
            rest -= RecordHeader.recordBytes(bodyCount: pending[end].bodyCount)
            if rest < 0 { break }
            end += 1
        }
        return end
    }

    /// Writes and syncs these of the pending records.
    private func write(_ range: Range<Int>) throws(FileError) {
        guard let segment = segments.last else { brokenInvariant("an open log has a file") }
        let start = pending[range.lowerBound].start
        let end = range.upperBound == pending.count ? buffer.count : pending[range.upperBound].start
        let seed = segment.header.seed
        var sequence = durableSequence
        var heightMaximum = segment.heightMaximum
        for record in pending[range] {
            sequence = sequence.next
            heightMaximum = max(heightMaximum, record.height)
            let header = RecordHeader(
                bodyCount: record.bodyCount, sequence: sequence, durable: durableSequence, height: record.height)
            buffer.withUnsafeMutableBytes { header.seal(in: $0, at: record.start, seed: seed) }
        }
        try segment.file.file.write(buffer[start..<end], at: offset)
        try segment.file.file.sync(.records)
        offset += end - start
        durableSequence = sequence
        segments[segments.count - 1].heightMaximum = heightMaximum
        self.heightMaximum = max(self.heightMaximum, heightMaximum)
    }

    private func fail(_ error: FileError) -> LogError {
        let failure = LogError.failed(error)
        self.failure = failure
        return failure
    }
}
