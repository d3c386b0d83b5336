import Chain

/// What is in the folder of a log: its files, checked one against the other, and their records.
struct FoundSegments<Directory: LogDirectory> {
    private(set) var segments: [ConsensusLog<Directory>.Segment] = []
    private(set) var spares: [String] = []
    private(set) var recovery = LogRecovery()
    private(set) var heightMaximum: Height = 0
    /// The number of the next record.
    private(set) var next: LogSequence = 1
    /// Where that record goes in the last file.
    private(set) var end = 0
    /// Nil in an empty folder.
    var salt: UInt64? { segments.first?.header.salt }

    private let directory: Directory

    init(in directory: Directory, committed: Height) throws(LogError) {
        self.directory = directory
        var numbers: [UInt64] = []
        do {
            for name in try directory.names() {
                if let number = SegmentHeader.number(of: name) { numbers.append(number) }
                if name.hasSuffix(ConsensusLog<Directory>.spareSuffix) { spares.append(name) }
            }
        } catch {
            throw .failed(error)
        }
        numbers.sort()
        spares.sort()
        var previous: SegmentScan?
        for number in numbers {
            let scan = try read(number)
            if let previous {
                try accept(previous, before: scan.header, committed: committed)
            } else {
                try start(with: scan.header, committed: committed)
            }
            previous = scan
        }
        if let previous { try acceptLast(previous, committed: committed) }
    }

    /// Reads a file and scans its records.
    private func read(_ number: UInt64) throws(LogError) -> SegmentScan {
        let name = SegmentHeader.name(number)
        let bytes: [UInt8]
        do {
            let file = try directory.open(name)
            bytes = try file.read(at: 0, count: try file.size())
        } catch {
            throw .failed(error)
        }
        guard let scan = SegmentScan(bytes), scan.header.number == number else {
            throw damaged(name, 0, "its header is not what was written")
        }
        return scan
    }

    private mutating func start(with header: SegmentHeader, committed: Height) throws(LogError) {
        if header.heightBefore > committed {
            throw damaged(
                SegmentHeader.name(header.number), 0,
                "the files before it, with records up to height \(header.heightBefore), are missing; "
                    + "height \(committed) is committed")
        }
        next = header.first
        heightMaximum = header.heightBefore
    }

    /// Takes a file that another one follows: all its records are there.
    private mutating func accept(
        _ scan: SegmentScan, before following: SegmentHeader, committed: Height
    ) throws(LogError) {
        let name = SegmentHeader.name(scan.header.number)
        if following.salt != scan.header.salt {
            throw damaged(SegmentHeader.name(following.number), 0, "it is of another log than \(name)")
        }
        if following.number != scan.header.number + 1 {
            throw damaged(SegmentHeader.name(scan.header.number + 1), 0, "the file is missing")
        }
        if scan.next != following.first {
            throw damaged(name, scan.end, "record \(scan.next) is not what was written")
        }
        take(scan, committed: committed)
    }

    /// Takes the last file: what is bad at its end was being written, unless a record behind it knows better.
    private mutating func acceptLast(_ scan: SegmentScan, committed: Height) throws(LogError) {
        let name = SegmentHeader.name(scan.header.number)
        switch scan.tail {
        case .clean: break
        case .torn: recovery.cut = LogPlace(file: name, offset: scan.end)
        case .damaged(let durable):
            throw damaged(
                name, scan.end,
                "record \(scan.next) is not what was written, and was durable: so says record \(durable)")
        }
        take(scan, committed: committed)
        end = scan.end
    }

    private mutating func take(_ scan: SegmentScan, committed: Height) {
        segments.append(.init(header: scan.header, heightMaximum: scan.heightMaximum))
        recovery.records += scan.records(above: committed)
        heightMaximum = max(heightMaximum, scan.heightMaximum)
        next = scan.next
    }

    private func damaged(_ name: String, _ offset: Int, _ reason: String) -> LogError {
        .damaged(
            LogPlace(file: "\(directory.path)/\(name)", offset: offset), reason: reason, folder: directory.path)
    }
}
