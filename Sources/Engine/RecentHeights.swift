import Chain

/// The last executed blocks, as far as evidence may be about them: the last one may not be durable yet.
struct RecentHeights: Sendable {
    struct Record: Sendable {
        let header: Header
        let validators: ValidatorSet
        /// The commit that the next block has.
        var commit: Commit?
    }

    /// Evidence of votes is about the last height, or the one before; each further height costs a validator set.
    static let countMaximum = 4

    /// In order.
    private var records: [Record] = []

    /// In order.
    var all: [Record] { records }

    subscript(height: Height) -> Record? { records.first { $0.header.height == height } }

    /// - Parameters:
    ///   - validators: Who voted for the block.
    ///   - lastCommit: The commit in the block, which is that of the block before.
    mutating func append(_ header: Header, validators: ValidatorSet, lastCommit: Commit?) {
        if let last = records.indices.last, let lastCommit, records[last].header.height == lastCommit.height {
            records[last].commit = lastCommit
        }
        records.append(Record(header: header, validators: validators, commit: nil))
        if records.count > RecentHeights.countMaximum { records.removeFirst() }
    }
}
