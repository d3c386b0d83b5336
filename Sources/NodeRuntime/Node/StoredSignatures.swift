import Chain
import Cryptography
import Engine
import Store

/// What stored commits have of a key's signatures.
enum StoredSignatures {
    /// Commits that are looked at, at the least: an old sign state beside no log may be of any age, and then a chain that goes
    /// on has the key's signature in most of its last commits.
    static let commitsMinimum: Int64 = 20

    /// The highest precommit of a key in the last commits; nil when there is none.
    ///
    /// - Parameters:
    ///   - height: The last block.
    ///   - count: How many commits are looked at.
    static func last(
        of address: Address, through height: Height, in count: Int64, _ store: ChainStore
    ) throws -> SignedStep? {
        try store.read { snapshot in
            let base = try snapshot.base
            var current = height
            while current >= base && current > 0 && height.rawValue - current.rawValue < count {
                for commit in [try snapshot.seenCommit(at: current), try snapshot.commit(at: current)] {
                    let isSigned = commit?.signatures.contains { $0.validatorAddress == address && $0.flag != .absent }
                    if let commit, isSigned == true {
                        return SignedStep(height: commit.height, round: commit.round, step: 3)
                    }
                }
                current = current.previous
            }
            return nil
        }
    }
}
