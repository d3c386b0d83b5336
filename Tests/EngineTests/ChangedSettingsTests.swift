import Chain
import Consensus
import Engine
import Execution
import Testing

/// How a height begins, by the operator's choice.
enum Beginning: CaseIterable {
    case afterPause
    case atOnce
    case withTransactions
    case withTransactionsAtOnce
    case afterInterval

    func apply(to settings: inout EngineSettings) {
        settings.consensus.skipsTimeoutCommit = self == .atOnce || self == .withTransactionsAtOnce
        settings.consensus.createsEmptyBlocks = self == .afterPause || self == .atOnce
        settings.consensus.emptyBlocksInterval = Nanoseconds(self == .afterInterval ? 1_000_000_000 : 0)
    }
}

@Suite("Settings changed between two starts")
struct ChangedSettingsTests {
    @Test(
        "What was signed is gone on with, however heights began before and begin now",
        arguments: Beginning.allCases, Beginning.allCases)
    func decided(before: Beginning, after: Beginning) throws {
        var node = try LoneNode { before.apply(to: &$0) }
        node.commitsAtOnce = false
        try node.start()
        // A transaction, a block that the changed state needs, and one that only the settings decide about. The last one is
        // of the kind that the settings before allow without being forced to.
        let makesEmptyBlocks = before == .afterPause || before == .atOnce
        for index in 0..<(makesEmptyBlocks ? 9 : 7) {
            try node.finishCommit()
            if index % 3 == 0 {
                let transaction = Transaction(Array("key\(index)=value".utf8))
                try node.tell(.submitted(transaction, by: ClientID(UInt64(index) + 1), mode: .sync))
            }
            try node.tick(3)
        }
        let height = node.durableState.nextHeight
        let signed = try #require(node.votes.last { $0.height == height && $0.type == .precommit })

        var settings = node.engine.settings
        after.apply(to: &settings)
        node.engine = ValidatorEngine(settings: settings)
        try node.restart()
        #expect(node.stopped == nil)
        #expect(node.engine.chain?.lastBlockID == signed.blockID)
        try node.tick(3)
        #expect(Set(node.signed).count == node.signed.count)
    }
}
