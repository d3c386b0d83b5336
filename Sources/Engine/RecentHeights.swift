import Chain
import Sync

/// The last executed blocks, as far as evidence may be about them and they may not be durable yet.
struct RecentHeights: Sendable {
    struct Record: Sendable {
        let header: Header
        let validators: ValidatorSet
        /// The commit that the next block has.
        var commit: Commit?
    }

    /// While blocks are fetched, so many may be executed that are not durable, and a block may have evidence about any of them;
    /// the commit of a height is in the block after it.
    static let countMaximum = SyncLimits.storingMaximum + 2

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
