import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import Testing

/// A node that follows: another validator has the power, makes the blocks, and puts evidence into them.
private struct Scene {
    let proposer: ScriptedValidator
    let offender: ScriptedValidator
    var node: LoneNode

    init(parameters: ConsensusParameters = ConsensusParameters()) throws {
        proposer = try ScriptedValidator(8)
        offender = try ScriptedValidator(9)
        node = try LoneNode(
            power: 1, others: [proposer.genesis(power: 1_000), offender.genesis(power: 3)], parameters: parameters)
        try node.start()
    }

    var state: ChainState { node.durableState }

    var height: Height { state.nextHeight }

    func block(_ evidence: [Evidence] = []) throws -> AssembledBlock {
        let block = try state.makeBlock(
            transactions: [], lastCommit: node.blocks.last?.seenCommit.commit ?? .empty,
            evidence: EvidenceList(evidence), proposer: proposer.address)
        return try #require(AssembledBlock(block: block, parts: block.partSet()))
    }

    /// Proposes the block.
    ///
    /// - Returns: Whether the node prevoted it.
    mutating func propose(_ block: AssembledBlock, besides votes: [Vote] = []) throws -> Bool {
        let peer = try ScriptedValidator.peer()
        let height = height
        var inputs: [Input] = try votes.map { .vote(try offender.verified($0), from: peer) }
        inputs.append(.timeout(Timeout(height: height, round: 0, step: .newHeight)))
        inputs.append(.proposal(try proposer.proposal(block, height: height), from: peer))
        for part in block.parts.parts { inputs.append(.part(part, height: height, round: 0, from: peer)) }
        try node.restart(having: inputs)
        let vote = try #require(node.votes.last { $0.height == height && $0.type == .prevote })
        #expect(vote.blockID == block.id || vote.isNil)
        return vote.blockID == block.id
    }

    /// The proposer's power decides the block, whatever the node thinks of it.
    mutating func decide(_ block: AssembledBlock) throws {
        let time = block.block.header.time.adding(nanoseconds: 1_000_000_000)
        let inputs = try [SignedMessageType.prevote, .precommit].map { type -> Input in
            let vote = proposer.vote(type, block.id, height: height, in: state.validators, at: time)
            return .vote(try proposer.verified(vote), from: try ScriptedValidator.peer())
        }
        try node.restart(having: inputs)
    }

    mutating func make(_ count: Int) throws {
        for _ in 0..<count {
            let block = try block()
            #expect(try propose(block))
            try decide(block)
            #expect(state.lastBlockHeight == block.block.height)
        }
    }

    func votes(at height: Height, in validators: ValidatorSet, round: Round = 0) -> [Vote] {
        [1, 2].map {
            offender.vote(
                .prevote, ScriptedValidator.blockID($0), height: height, round: round, in: validators, at: node.now.wall
            )
        }
    }

    /// True evidence about a committed height, unless something is changed in it.
    func evidence(
        at height: Height, time: Timestamp? = nil, power: VotingPower? = nil, forged: Bool = false
    ) throws -> Evidence {
        let block = try #require(node.blocks.first { $0.height == height })
        let validators = block.state.lastValidators
        var votes = votes(at: height, in: validators)
        if forged { votes[1].signature = votes[0].signature }
        let evidence = try DuplicateVoteEvidence(
            votes[0], votes[1], blockTime: time ?? block.block.block.header.time, validators: validators)
        return .duplicateVote(
            DuplicateVoteEvidence(
                voteA: evidence.voteA, voteB: evidence.voteB, totalVotingPower: evidence.totalVotingPower,
                validatorPower: power ?? evidence.validatorPower, timestamp: evidence.timestamp))
    }
}

@Suite("Evidence in another's block")
struct ProposedEvidenceTests {
    @Test("that the node has not seen is verified against the chain, and is good", arguments: [1, 2, 6] as [Height])
    func unseen(height: Height) throws {
        var scene = try Scene()
        try scene.make(6)
        let evidence = try scene.evidence(at: height)
        let block = try scene.block([evidence])
        #expect(try scene.propose(block))
        #expect(scene.node.examined == [evidence])
        try scene.decide(block)
        #expect(scene.node.committedEvidence == [evidence.key])
        #expect(scene.state.lastBlockHeight == 7)
        // It is good once.
        #expect(try scene.propose(scene.block([evidence])) == false)
    }

    @Test("that the node has seen itself is not looked up")
    func seen() throws {
        var scene = try Scene()
        try scene.make(1)
        let votes = scene.votes(at: 2, in: scene.state.validators)
        let second = try scene.block()
        #expect(try scene.propose(second, besides: votes))
        try scene.decide(second)
        #expect(scene.node.pendingEvidence.map(\.height) == [2])
        let block = try scene.block(scene.node.pendingEvidence)
        #expect(try scene.propose(block))
        #expect(scene.node.examined.isEmpty)
    }

    @Test("that the node has seen itself is there twice, which is once too often")
    func seenTwice() throws {
        var scene = try Scene()
        try scene.make(1)
        let second = try scene.block()
        #expect(try scene.propose(second, besides: scene.votes(at: 2, in: scene.state.validators)))
        try scene.decide(second)
        #expect(try scene.propose(scene.block(scene.node.pendingEvidence + scene.node.pendingEvidence)) == false)
    }

    enum Flaw: CaseIterable {
        case time, power, signature, twice, future
    }

    @Test("that does not hold costs it our vote", arguments: Flaw.allCases)
    func flaws(flaw: Flaw) throws {
        var scene = try Scene()
        try scene.make(3)
        let good = try scene.evidence(at: 2)
        let evidence: [Evidence]
        switch flaw {
        case .time: evidence = [try scene.evidence(at: 2, time: scene.node.now.wall)]
        case .power: evidence = [try scene.evidence(at: 2, power: 4)]
        case .signature: evidence = [try scene.evidence(at: 2, forged: true)]
        case .twice: evidence = [good, good]
        case .future:
            let votes = scene.votes(at: 4, in: scene.state.validators)
            evidence = [
                .duplicateVote(
                    try DuplicateVoteEvidence(
                        votes[0], votes[1], blockTime: scene.node.now.wall, validators: scene.state.validators))
            ]
        }
        let block = try scene.block(evidence)
        #expect(try scene.propose(block) == false)
        #expect(scene.node.engine.evidencePool.count == 0)
        // A quorum that says otherwise cannot be followed.
        try scene.decide(block)
        guard case .invalidBlockDecided? = scene.node.stopped else {
            Issue.record("stopped for \(String(describing: scene.node.stopped))")
            return
        }
    }

    @Test("that is too old costs it our vote, and a quorum is followed all the same", arguments: [false, true])
    func tooOld(isSeenBefore: Bool) throws {
        var parameters = ConsensusParameters()
        parameters.evidence.maxAgeBlocks = 2
        parameters.evidence.maxAgeDuration = Nanoseconds(1)
        var scene = try Scene(parameters: parameters)
        try scene.make(4)
        let block = try scene.block([scene.evidence(at: 1)])
        if isSeenBefore {
            #expect(try scene.propose(block) == false)
            try scene.decide(block)
        } else {
            // The precommit comes first, then the block: nobody asks for our vote.
            try scene.decide(block)
            let peer = try ScriptedValidator.peer()
            try scene.node.restart(
                having: block.parts.parts.map { .part($0, height: 5, round: 0, from: peer) })
        }
        #expect(scene.node.stopped == nil)
        #expect(scene.state.lastBlockHeight == 5)
        #expect(scene.node.engine.evidencePool.count == 0)
    }

    @Test("that is as old as it may be is good")
    func oldest() throws {
        var parameters = ConsensusParameters()
        parameters.evidence.maxAgeBlocks = 2
        parameters.evidence.maxAgeDuration = Nanoseconds(1)
        var scene = try Scene(parameters: parameters)
        try scene.make(4)
        #expect(try scene.propose(scene.block([scene.evidence(at: 2)])))
    }

    @Test("A client's evidence is taken when it holds, once or again, and refused with the rule it breaks")
    func submitted() throws {
        var scene = try Scene()
        try scene.make(6)
        let good = try scene.evidence(at: 2)
        let bad = try scene.evidence(at: 3, power: 4)
        for (client, evidence) in [good, good, bad].enumerated() {
            try scene.node.tell(.evidenceSubmitted(evidence, by: ClientID(UInt64(client))))
        }
        #expect(scene.node.examined == [good, bad])
        #expect(scene.node.engine.evidencePool.list(bytesMaximum: -1).evidence == [good])
        let replies = scene.node.replies.map { entry -> String in
            switch entry.reply {
            case .taken(let hash): "taken \(hash)"
            case .refused(let reason): reason
            default: "\(entry.reply)"
            }
        }
        #expect(replies.prefix(2) == ["taken \(good.hash)", "taken \(good.hash)"])
        #expect(
            replies.last
                == "Invalid evidence: validator power from evidence and our validator set does not match (4 != 3). "
                + "Evidence: \(bad.hash)")
        let block = try scene.block([good])
        #expect(try scene.propose(block))
        try scene.decide(block)
        // What the chain has is known too, though only the archive remembers.
        try scene.node.restart()
        try scene.node.tell(.evidenceSubmitted(good, by: ClientID(9)))
        guard case .taken? = scene.node.replies.last?.reply else {
            Issue.record("\(String(describing: scene.node.replies.last))")
            return
        }
        #expect(scene.node.engine.evidencePool.count == 0)
    }
}
