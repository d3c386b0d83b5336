import Chain

extension ConsensusLog {
    /// The name of a new file until its header is durable.
    private static var newName: String { "next" + spareSuffix }
    static var spareSuffix: String { ".spare" }

    /// Goes on in a new file, or in one used before. All records before are durable.
    func startSegment() throws(FileError) {
        let header = SegmentHeader(
            number: (segments.last?.header.number ?? 0) + 1, first: durableSequence.next, heightBefore: heightMaximum,
            salt: salt)
        let (name, file) = try spareFile()
        try file.write(header.bytes[...], at: 0)
        try file.sync(.header)
        try directory.rename(name, to: SegmentHeader.name(header.number))
        try directory.sync(.added)
        spares.removeAll { $0 == name }
        segments.append(Segment(header: header, heightMaximum: 0))
        self.file = file
        fileBytes = segmentBytes
        offset = SegmentHeader.byteCount
    }

    /// A file of the right size that no record is in.
    private func spareFile() throws(FileError) -> (name: String, file: Directory.File) {
        if let name = spares.last {
            let file = try directory.open(name)
            if try file.size() == segmentBytes { return (name, file) }
            try directory.remove(name)
        }
        return (Self.newName, try directory.create(Self.newName, size: segmentBytes))
    }

    /// Takes a file out of the log and keeps it, or removes it.
    ///
    /// It has left for good, as far as a power cut can tell, before it is used again and before the next one leaves:
    /// so a file that is missing between others never left.
    func recycle(_ segment: Segment) throws(FileError) -> String? {
        let name = SegmentHeader.name(segment.header.number)
        let spare = String(name.dropLast(4)) + Self.spareSuffix
        try directory.rename(name, to: spare)
        try directory.sync(.recycled)
        if spares.count < LogLimits.sparesMaximum { return spare }
        try directory.remove(spare)
        return nil
    }
}
