import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Testing

@Suite("A block that is decided before it is judged")
struct EarlyDecisionTests {
    private let proposer: ScriptedValidator
    private let peer: NodeID
    private var node: LoneNode
    private let block: AssembledBlock

    /// A node that follows, and has got the first block and its proposal.
    init() throws {
        proposer = try ScriptedValidator(8)
        peer = try ScriptedValidator.peer()
        node = try LoneNode(power: 1, others: [proposer.genesis(power: 1_000)])
        try node.start()
        let made = try node.durableState.makeBlock(
            transactions: [], lastCommit: .empty, evidence: .empty, proposer: proposer.address)
        block = try #require(AssembledBlock(block: made, parts: made.partSet()))
        try node.tell(.peerConnected(peer))
        let step = NewRoundStep(
            height: 1, round: 0, step: .propose, secondsSinceStartTime: 0, lastCommitRound: .none)
        try node.tell(.message(.consensus(.newRoundStep(step)), from: peer))
        try node.tick()
        node.checksAtOnce = false
        let proposal = try proposer.proposal(block, height: 1).proposal
        try node.tell(.message(.consensus(.proposal(proposal)), from: peer))
        for part in block.parts.parts {
            try node.tell(
                .message(.consensus(.blockPart(BlockPart(height: 1, round: 0, part: part))), from: peer))
        }
    }

    private mutating func decide() throws {
        let time = block.block.header.time.adding(nanoseconds: 1_000_000_000)
        for type in [SignedMessageType.prevote, .precommit] {
            let vote = proposer.vote(type, block.id, height: 1, in: node.durableState.validators, at: time)
            try node.tell(.message(.consensus(.vote(vote)), from: peer))
        }
    }

    @Test("has its rules checked once, and is executed when they were")
    func once() throws {
        var test = self
        #expect(test.node.unchecked.count == 1)
        try test.decide()
        #expect(test.node.unchecked.count == 1 && test.node.durableState.lastBlockHeight == 0)
        try test.node.finishChecks()
        #expect(test.node.durableState.lastBlockHeight == 1)
        #expect(test.node.votes.last?.type == .precommit)
    }

    @Test("is executed at once when its rules were checked before")
    func before() throws {
        var test = self
        try test.node.finishChecks()
        try test.decide()
        #expect(test.node.unchecked.isEmpty && test.node.durableState.lastBlockHeight == 1)
    }
}
