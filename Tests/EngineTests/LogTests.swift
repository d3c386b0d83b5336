import Chain
import Consensus
import Cryptography
import Engine
import Execution
import Testing

@Suite("The log")
struct LogTests {
    @Test("Parts of a block of our own whose record was never written do not hinder the next one")
    func tornBlock() throws {
        var node = try LoneNode()
        node.commitsAtOnce = false
        try node.start()
        try node.tick(4)
        let blocks = node.log.map(\.record).filter {
            if case .proposalCreated(_?, _, _) = $0.input { true } else { false }
        }
        let first = try #require(blocks.first)
        let second = try #require(blocks.dropFirst().first)
        var decoder = LogDecoder(chainID: "lone")
        let part = try decoder.decode(try #require(first.entries.first))
        #expect(part == nil)
        let decoded = try second.entries.compactMap { try decoder.decode($0) }
        guard case .proposalCreated(let block?, _, _)? = decoded.last?.input,
            case .proposalCreated(let written?, _, _) = second.input
        else {
            Issue.record("no block")
            return
        }
        #expect(block.id == written.id)
    }

    @Test("A monotonic clock that began anew lets no height wait")
    func clock() throws {
        var node = try LoneNode()
        node.now = Instant(wall: node.now.wall, monotonic: .seconds(1_000_000))
        node.commitsAtOnce = false
        try node.start()
        try node.tick()
        node.now = Instant(wall: node.now.wall, monotonic: .seconds(1))
        try node.restart()
        #expect(node.engine.machine.height == 2)
        #expect(node.wait <= .seconds(1))
    }

    @Test("What was signed before the chain's first state was durable is not signed again")
    func beforeTheFirstState() throws {
        var node = try LoneNode()
        node.commitsAtOnce = false
        try node.start()
        try node.tick()
        let signed = node.signed
        try #require(!signed.isEmpty)
        node.loseState()
        try node.restart()
        #expect(node.stopped == nil)
        #expect(node.signed == signed)
        #expect(node.engine.machine.height == 2)
    }

    @Test(
        "An answer about the height before, which came at the next, does not begin that one when the log is read again")
    func lateAnswer() throws {
        var node = try LoneNode()
        try node.start()
        try node.tick()
        let late = try #require(node.votes.last { $0.height == 1 && $0.type == .precommit })
        #expect(node.engine.machine.height == 2)
        #expect(node.engine.machine.state?.step == .newHeight)
        let hash = late.blockID.hash
        try node.restart(having: [
            .voteSigned(nil, height: 1, round: 0, type: .precommit),
            .judged(.accepted, block: try #require(hash), height: 1),
        ])
        #expect(node.engine.machine.height == 2)
        #expect(node.engine.machine.state?.step == .newHeight)
    }
}
