import ABCI
import Chain
import Consensus
import Engine
import Transactions
import Wire

/// Watches a chain that takes new versions of the registry's messages by vote: what is new is refused up to the block of the
/// vote, and does something from the next one on.
struct VersionWatch {
    /// The version that the chain began with.
    let first: RegistryVersion
    /// The version that the next block takes.
    private(set) var version: RegistryVersion
    /// The block in which each later version was voted for.
    private(set) var votes: [RegistryVersion: Height] = [:]
    /// Transactions of a version that the chain did not take, and of one that it took later than others.
    private(set) var refused = 0
    private(set) var taken = 0

    init(_ first: RegistryVersion) {
        self.first = first
        version = first
    }

    /// The version that a transaction needs to do something; nil when it is of none.
    static func needed(by transaction: Transaction) -> RegistryVersion? {
        guard let newest = try? SignedTransaction(transaction.bytes) else { return nil }
        for message in newest.body.messages { if case .revokeKey = message { return .third } }
        return [.first, .second].first { (try? SignedTransaction(transaction.bytes, version: $0)) != nil } ?? .newest
    }

    /// The next block of the chain.
    mutating func note(_ block: CommittedBlock) -> Violation? {
        for (transaction, result) in zip(block.block.block.data.transactions, block.response.txResults) {
            guard let needed = VersionWatch.needed(by: transaction), needed > first else { continue }
            if needed > version {
                refused += 1
                if result.code == 0 {
                    return .version(height: block.height, "a message of version \(needed) is executed by \(version)")
                }
            } else {
                taken += 1
                if result.code != 0 {
                    return .version(
                        height: block.height, "a message of version \(needed) is refused by \(version): \(result.log)")
                }
            }
        }
        // One proposal after the other may pass in a block.
        for _ in 0..<block.response.txResults.count(where: VersionWatch.isVote) {
            version = version.next
            votes[version] = block.height
        }
        return nil
    }

    /// A node told a client that CheckTx refuses a transaction.
    mutating func noteRefusal(of transaction: Transaction) {
        if let needed = VersionWatch.needed(by: transaction), needed > version { refused += 1 }
    }

    /// Whether a proposal passed there; there are no others in such a world.
    private static func isVote(_ result: ExecTxResult) -> Bool {
        result.events.contains { event in
            event.type == "close_proposal"
                && event.attributes.contains { $0.key == "proposal_result" && $0.value == "passed" }
        }
    }

    /// Whether a program that knows no later version than this one stops where it must, and says why.
    func isDue(_ reason: StopReason, of known: RegistryVersion) -> Bool {
        guard case .applicationFailed(let text) = reason, let vote = votes[known.next] else { return false }
        return text.contains("at height \(vote.next):")
            && text.contains("this program knows \(known): install a newer one")
    }
}
