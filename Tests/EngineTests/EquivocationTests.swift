import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import Testing

/// A node that decides alone, and a validator that votes twice.
private struct Scene {
    let offender: ScriptedValidator
    var node: LoneNode

    init(parameters: ConsensusParameters = ConsensusParameters()) throws {
        offender = try ScriptedValidator(9)
        node = try LoneNode(others: [offender.genesis(power: 3)], parameters: parameters)
        try node.start()
        try reach(2)
    }

    /// Goes on until this height is committed.
    mutating func reach(_ height: Height) throws {
        for _ in 0..<60 where node.durableState.lastBlockHeight < height { try node.tick() }
        try #require(node.durableState.lastBlockHeight >= height)
    }

    func vote(_ type: SignedMessageType = .prevote, height: Height, round: Round = 0, block: UInt8) throws -> Input {
        let vote = offender.vote(
            type, ScriptedValidator.blockID(block), height: height, round: round, in: node.durableState.validators,
            at: node.now.wall)
        return .vote(try offender.verified(vote), from: try ScriptedValidator.peer())
    }

    func power(_ validators: ValidatorSet) -> VotingPower? {
        validators.index(of: offender.address).flatMap { validators.validator(at: $0)?.votingPower }
    }

    var evidence: [(height: Height, evidence: [Evidence])] {
        node.blocks.filter { !$0.block.block.evidence.isEmpty }.map { ($0.height, $0.block.block.evidence) }
    }
}

@Suite("A validator that votes twice")
struct EquivocationTests {
    @Test("is named in the next block, with the time of the block it voted about, and loses power")
    func punishment() throws {
        var scene = try Scene()
        try scene.node.restart(having: [scene.vote(height: 3, block: 1), scene.vote(height: 3, block: 2)])
        #expect(scene.node.notices.contains(.equivocation(validator: 1, height: 3)))
        // Before its height is committed nobody proposes it.
        #expect(scene.node.engine.evidencePool.count == 0)
        try scene.reach(3)
        #expect(scene.node.blocks.last?.evidence.added.count == 1)
        try scene.reach(6)
        #expect(scene.evidence.map(\.height) == [4])
        guard case .duplicateVote(let evidence)? = scene.evidence.first?.evidence.first else { return }
        #expect(evidence.height == 3)
        #expect(evidence.timestamp == scene.node.blocks[2].block.block.header.time)
        #expect(evidence.timestamp != scene.node.now.wall)
        #expect(evidence.validatorPower == 3 && evidence.totalVotingPower == 13)
        #expect(scene.node.blocks[3].evidence.committed == [Evidence.duplicateVote(evidence).key])
        // Nothing had to be read for what the node saw itself.
        #expect(scene.node.examined.isEmpty)
        // Validators change two heights after the block that changes them.
        #expect(scene.power(scene.node.blocks[4].state.validators) == 2)
        #expect(scene.node.pendingEvidence.isEmpty && scene.node.engine.evidencePool.count == 0)
        #expect(scene.node.stopped == nil)
        let misbehavior = scene.node.proposalRequests.first { $0.height == 4 && !$0.misbehavior.isEmpty }?.misbehavior
        #expect(misbehavior?.map(\.height) == [3])
    }

    @Test("is named though the node loses its memory in between", arguments: [false, true])
    func restart(afterCommit: Bool) throws {
        var scene = try Scene()
        try scene.node.restart(having: [scene.vote(height: 3, block: 1), scene.vote(height: 3, block: 2)])
        if afterCommit { try scene.reach(3) }
        try scene.node.restart()
        #expect(scene.node.engine.evidencePool.count == (afterCommit ? 1 : 0))
        #expect(scene.node.engine.evidencePool.reportCount == (afterCommit ? 0 : 1))
        try scene.reach(6)
        #expect(scene.evidence.map(\.height) == [4])
        try scene.node.restart()
        try scene.reach(8)
        #expect(scene.evidence.count == 1)
    }

    @Test("is named for a late precommit, too")
    func lateVote() throws {
        var scene = try Scene()
        try scene.reach(3)
        // Nil has a place in the commit; a vote for another block has none, and is held against the first all the same.
        let round = try #require(scene.node.blocks.last).seenCommit.round
        let votes = try [BlockID.none, ScriptedValidator.blockID(1)].map { blockID -> Input in
            let vote = scene.offender.vote(
                .precommit, blockID, height: 3, round: round, in: scene.node.durableState.lastValidators,
                at: scene.node.now.wall)
            return .vote(try scene.offender.verified(vote), from: nil)
        }
        try scene.node.restart(having: votes)
        #expect(scene.node.engine.evidencePool.count == 1)
        try scene.reach(6)
        #expect(scene.evidence.map(\.height) == [4])
        #expect(scene.node.stopped == nil)
    }

    @Test("is named when a client tells of it")
    func told() throws {
        var scene = try Scene()
        let block = try #require(scene.node.blocks.first)
        let votes = (1...2).map {
            scene.offender.vote(
                .prevote, ScriptedValidator.blockID($0), height: 1, in: block.state.lastValidators,
                at: scene.node.now.wall)
        }
        let evidence = Evidence.duplicateVote(
            try DuplicateVoteEvidence(
                votes[0], votes[1], blockTime: block.block.block.header.time, validators: block.state.lastValidators))
        try scene.node.tell(.evidenceSubmitted(evidence, by: ClientID(1)))
        guard case .taken(evidence.hash)? = scene.node.replies.last?.reply else {
            Issue.record("\(String(describing: scene.node.replies.last))")
            return
        }
        try scene.reach(5)
        #expect(scene.evidence.map(\.height) == [3])
        #expect(scene.evidence.first?.evidence == [evidence])
        #expect(scene.power(scene.node.durableState.validators) == 2)
    }

    @Test("does not accuse itself")
    func own() throws {
        var scene = try Scene()
        let key = ScriptedValidator(scene.node.key)
        let votes = try [UInt8(1), 2].map { number -> Input in
            let vote = key.vote(
                .prevote, ScriptedValidator.blockID(number), height: 3, in: scene.node.durableState.validators,
                at: scene.node.now.wall)
            return .vote(try key.verified(vote), from: nil)
        }
        try scene.node.restart(having: votes)
        #expect(scene.node.notices.contains(.ownEquivocation(height: 3, round: 0, type: .prevote)))
        #expect(scene.node.engine.evidencePool.reportCount == 0)
    }

    @Test(
        "costs the proposal the bytes that the evidence takes, and no more than the chain allows",
        arguments: [false, true])
    func budget(fits: Bool) throws {
        var parameters = ConsensusParameters()
        parameters.evidence.maxBytes = fits ? 1_000 : 300
        var scene = try Scene(parameters: parameters)
        let votes = try (0..<4).flatMap { round in
            try [1, 2].map { try scene.vote(height: 3, round: Round(Int32(round / 2)), block: $0) }
        }
        try scene.node.restart(having: votes)
        try scene.reach(4)
        let state = scene.node.blocks[2].state
        let request = try #require(scene.node.proposalRequests.last { $0.height == 4 })
        let list = EvidenceList(scene.node.blocks[3].block.block.evidence)
        #expect(list.evidence.count == (fits ? 2 : 0))
        #expect(list.byteSize <= parameters.evidence.maxBytes)
        let room = try state.transactionBytesMaximum(evidence: .empty)
        #expect(request.maxTxBytes == room - Int64(list.byteSize))
    }
}
