import Chain

/// What is in the folder of a log: the files whose records are needed, checked one against the other, and the rest.
struct FoundSegments<Directory: LogDirectory> {
    /// Whose records are needed, oldest first; and those that are free to use.
    private(set) var segments: [ConsensusLog<Directory>.Segment] = []
    private(set) var spares: [SegmentFile<Directory.File>] = []
    private(set) var recovery = LogRecovery()
    private(set) var heightMaximum: Height = 0
    /// The number of the next record.
    private(set) var next: LogSequence = 1
    /// Where that record goes in the last file.
    private(set) var end = 0
    /// Nil in an empty folder.
    var salt: UInt64? { segments.first?.header.salt }

    private let directory: Directory
    private let committed: Height

    init(in directory: Directory, committed: Height) throws(LogError) {
        self.directory = directory
        self.committed = committed
        do {
            let names = try directory.names().filter { SegmentFile<Directory.File>.index(of: $0) != nil }.sorted()
            for name in names { spares.append(try SegmentFile(name, directory.open(name))) }
        } catch {
            throw .failed(error)
        }
        try chooseSegments()
        try readSegments()
        try checkSpares()
    }

    /// Takes the file with the newest records, and as many before it as have records above the committed height.
    private mutating func chooseSegments() throws(LogError) {
        let lives = spares.compactMap { file in file.header.map { (file: file, header: $0) } }
        guard var oldest = lives.max(by: { $0.header.number < $1.header.number }) else {
            if let file = spares.first(where: { $0.slots.contains(.broken) }) {
                throw damaged(file.name, 0, "its header is not what was written")
            }
            return
        }
        if let other = lives.first(where: { $0.header.salt != oldest.header.salt }) {
            throw damaged(other.file.name, 0, "it is not of the same log as \(oldest.file.name)")
        }
        var chosen = [oldest]
        while oldest.header.heightBefore > committed {
            guard let before = lives.first(where: { $0.header.number == oldest.header.number - 1 }) else {
                throw damaged(
                    oldest.file.name, 0,
                    "the file before it is missing, with records up to height \(oldest.header.heightBefore); "
                        + "height \(committed) is committed")
            }
            oldest = before
            chosen.insert(before, at: 0)
        }
        segments = chosen.map { .init(file: $0.file, header: $0.header, heightMaximum: 0) }
        let needed = segments.map(\.file.name)
        spares.removeAll { needed.contains($0.name) }
    }

    private mutating func readSegments() throws(LogError) {
        guard let first = segments.first else { return }
        next = first.header.first
        heightMaximum = first.header.heightBefore
        for index in segments.indices {
            let segment = segments[index]
            let scan = SegmentScan(try contents(segment.file), segment.header)
            if segments.indices.contains(index + 1) {
                // Another file follows, so all records of this one were durable.
                if scan.next != segments[index + 1].header.first {
                    throw damaged(segment.file.name, scan.end, "record \(scan.next) is not what was written")
                }
            } else {
                try acceptTail(scan, segment.file.name)
            }
            segments[index].heightMaximum = scan.heightMaximum
            heightMaximum = max(heightMaximum, scan.heightMaximum)
            recovery.records += scan.records(above: committed)
            next = scan.next
            end = scan.end
        }
    }

    /// What is bad at the end of the last file was being written, unless a record behind it knows better.
    private mutating func acceptTail(_ scan: SegmentScan, _ name: String) throws(LogError) {
        switch scan.tail {
        case .clean: break
        case .torn: recovery.cut = LogPlace(file: name, offset: scan.end)
        case .damaged(let sequence):
            throw damaged(
                name, scan.end,
                "record \(scan.next) is not what was written, and was durable: so says record \(sequence)")
        }
    }

    /// A broken header of a file without needed records was being written, or was that of the newest life: then there
    /// are records of that life which say that they were durable.
    private func checkSpares() throws(LogError) {
        guard let last = segments.last?.header else { return }
        let life = SegmentHeader(number: last.number + 1, first: next, heightBefore: heightMaximum, salt: last.salt)
        for file in spares {
            guard let slot = file.slots.firstIndex(of: .broken) else { continue }
            let scan = SegmentScan(try contents(file), life)
            if scan.isDurable {
                throw damaged(file.name, SegmentHeader.slots[slot], "its header is not what was written")
            }
        }
    }

    private func contents(_ file: SegmentFile<Directory.File>) throws(LogError) -> [UInt8] {
        do {
            return try file.contents()
        } catch {
            throw .failed(error)
        }
    }

    private func damaged(_ name: String, _ offset: Int, _ reason: String) -> LogError {
        .damaged(
            LogPlace(file: "\(directory.path)/\(name)", offset: offset), reason: reason, folder: directory.path)
    }
}
