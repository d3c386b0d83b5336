import Chain

extension ConsensusLog {
    /// The name of a log's first file until its header is durable.
    private static var newName: String { "new" }

    /// Begins a log: with one file, whose header is durable before it takes its name. So a log of which no header can be
    /// read is damaged, and not empty.
    func makeFirstSegment() throws(FileError) {
        let header = SegmentHeader(number: 1, first: durableSequence.next, heightBefore: 0, salt: salt)
        let name = SegmentFile<Directory.File>.name(1)
        var file = try SegmentFile(name, directory.create(Self.newName, size: segmentBytes))
        try file.begin(header)
        try file.file.sync(.header)
        try directory.rename(Self.newName, to: name)
        segments.append(Segment(file: file, header: header, heightMaximum: 0))
    }

    /// Puts a new file in the place of those that were found without needed records, so that only a log that grows makes
    /// more.
    ///
    /// What was found is not used again: it may hold records of a life whose header was lost when the power went. The
    /// life that comes has the same number, and would take them for its own.
    func renewSpares() throws(FileError) {
        for spare in spares { try directory.remove(spare.name) }
        let old = spares
        spares = [try makeFile(besides: old)]
        try directory.sync(.added)
    }

    /// Goes on in a file that has no needed records. All records before are durable; the header will be with the first
    /// records behind it.
    func startSegment() throws(FileError) {
        if spares.isEmpty {
            spares.append(try makeFile(besides: []))
            // Before a record in it is called durable, its name must be.
            try directory.sync(.added)
        }
        var file = spares.removeFirst()
        let header = SegmentHeader(
            number: (segments.last?.header.number ?? 0) + 1, first: durableSequence.next, heightBefore: heightMaximum,
            salt: salt)
        try file.begin(header)
        segments.append(Segment(file: file, header: header, heightMaximum: 0))
        offset = SegmentHeader.recordsOffset
    }

    /// A new file, whose name is durable with the next sync of the folder.
    private func makeFile(
        besides others: [SegmentFile<Directory.File>]
    ) throws(FileError) -> SegmentFile<Directory.File> {
        let names = (segments.map(\.file) + spares + others).map(\.name)
        let index = names.compactMap { SegmentFile<Directory.File>.index(of: $0) }.max() ?? 0
        let name = SegmentFile<Directory.File>.name(index + 1)
        return try SegmentFile(name, directory.create(name, size: segmentBytes))
    }

    /// Keeps a file for using it again, of which the disk hears nothing, or removes it.
    func release(_ file: SegmentFile<Directory.File>) throws(FileError) {
        if spares.count < LogLimits.sparesMaximum && file.byteCount == segmentBytes {
            spares.append(file)
        } else {
            try directory.remove(file.name)
        }
    }
}
