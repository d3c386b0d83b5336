import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Testing
import Wire

/// A node that decides alone beside a validator of little power, and two peers: one lies.
private struct Scene {
    let other: ScriptedValidator
    let liar: NodeID
    let honest: NodeID
    var node: LoneNode

    init() throws {
        other = try ScriptedValidator(9)
        liar = try NodeID(String(repeating: "11", count: 20))
        honest = try NodeID(String(repeating: "22", count: 20))
        node = try LoneNode(others: [other.genesis(power: 3)])
        try node.start()
        try connect()
        for _ in 0..<60 where node.durableState.lastBlockHeight < 2 { try node.tick() }
    }

    mutating func connect() throws {
        for peer in [liar, honest] { try node.tell(.peerConnected(peer)) }
    }

    var height: Height { node.engine.machine.height ?? 0 }

    /// A prevote of the other validator for this height.
    func vote(_ number: UInt8, round: Round = 0, height: Height? = nil) -> Vote {
        other.vote(
            .prevote, ScriptedValidator.blockID(number), height: height ?? self.height, round: round,
            in: node.durableState.validators, at: node.now.wall)
    }

    mutating func say(_ message: ConsensusMessage, from peer: NodeID? = nil) throws {
        try node.tell(.message(.consensus(message), from: peer ?? liar))
    }

    /// The peers that are connected.
    var connected: Set<NodeID> { Set(node.engine.peerViews.map(\.id)) }

    /// Says something false again and again: as often as is borne nothing comes of it, and then the peer is lost.
    mutating func expectDropped(_ lie: (Int, inout Scene) throws -> Void) throws {
        for number in 0..<8 {
            try lie(number, &self)
            #expect(connected == [liar, honest], "\(number)")
        }
        try lie(8, &self)
        #expect(connected == [honest])
        #expect(node.disconnected.count == 1 && node.disconnected[0].contains("false"), "\(node.disconnected)")
    }
}

@Suite("Well-formed messages that are false")
struct FalsehoodTests {
    @Test("Votes without their validator's signature cost their sender the connection, and nobody else's")
    func falseSignatures() throws {
        var scene = try Scene()
        try scene.expectDropped { number, scene in
            var vote = scene.vote(UInt8(number))
            vote.signature = Signature([UInt8](repeating: UInt8(number), count: 64))
            try scene.say(.vote(vote))
        }
        try scene.say(.vote(scene.vote(77)), from: scene.honest)
        #expect(scene.node.engine.machine.state?.votes.prevotes(0)?.vote(at: 1) == scene.vote(77))
    }

    @Test("Votes of validators that are not there, or not at that place, cost their sender the connection")
    func falsePlaces() throws {
        var scene = try Scene()
        try scene.expectDropped { number, scene in
            var vote = scene.vote(UInt8(number))
            vote.validatorIndex = number % 2 == 0 ? 0 : 500
            try scene.say(.vote(vote))
        }
    }

    @Test("A peer may bring votes of two rounds above ours; more are not even verified, and cost it the connection")
    func farRounds() throws {
        var scene = try Scene()
        for round in [1_000, 2_000] as [Int32] { try scene.say(.vote(scene.vote(1, round: Round(round)))) }
        #expect(scene.node.engine.machine.state?.votes.prevotes(2_000) != nil)
        for round in 3_000..<3_008 as Range<Int32> {
            let effects = scene.node.engine.handle(
                .message(.consensus(.vote(scene.vote(1, round: Round(round)))), from: scene.liar), at: scene.node.now)
            #expect(!effects.contains { if case .verifyVote = $0.action { true } else { false } })
        }
        #expect(scene.connected.contains(scene.liar))
        try scene.say(.vote(scene.vote(1, round: 3_008)))
        #expect(scene.connected == [scene.honest])
        #expect(scene.node.engine.machine.state?.votes.prevotes(3_000) == nil)
    }

    @Test("Votes of other heights cost nothing: they may have been of use when they were sent")
    func otherHeights() throws {
        var scene = try Scene()
        for number in 0..<50 {
            try scene.say(.vote(scene.vote(UInt8(number), height: scene.height.previous)))
            try scene.say(.vote(scene.vote(UInt8(number), height: scene.height.next)))
        }
        #expect(scene.connected == [scene.liar, scene.honest])
    }

    @Test("Proposals that the proposer has not signed cost their sender the connection")
    func falseProposals() throws {
        var scene = try Scene()
        try scene.expectDropped { number, scene in
            try scene.say(.proposal(scene.proposal(number, isTrue: false)))
        }
        #expect(scene.node.engine.machine.state?.proposal == nil)
    }

    @Test("Of one peer two proposals are verified at a time, and another peer's beside them")
    func proposalsAtATime() throws {
        var scene = try Scene()
        var verified = 0
        for number in 0..<100 {
            let proposal = ConsensusMessage.proposal(scene.proposal(number, isTrue: false))
            let effects = scene.node.engine.handle(.message(.consensus(proposal), from: scene.liar), at: scene.node.now)
            verified += effects.count { if case .verifyProposal = $0.action { true } else { false } }
        }
        #expect(verified == 2)
        let proposal = ConsensusMessage.proposal(scene.proposal(1, isTrue: true))
        let effects = scene.node.engine.handle(.message(.consensus(proposal), from: scene.honest), at: scene.node.now)
        #expect(effects.contains { if case .verifyProposal = $0.action { true } else { false } })
    }

    @Test("Parts that are not of the block cost their sender the connection, unless it may collect another")
    func falseParts() throws {
        var scene = try Scene()
        try scene.awaitTurnOfOther()
        let block = PartSet(splitting: [UInt8](repeating: 1, count: 200_000))
        let another = PartSet(splitting: [UInt8](repeating: 2, count: 200_000))
        try scene.say(.proposal(scene.proposal(0, isTrue: true, parts: block.header)), from: scene.honest)
        #expect(scene.node.engine.machine.state?.proposalParts?.header == block.header)
        func part(_ index: Int, round: Round = 0) throws -> ConsensusMessage {
            .blockPart(BlockPart(height: scene.height, round: round, part: try #require(another[index % 3])))
        }
        // It has said that it has another block, or is in a later round, or has sent it for another.
        try scene.say(.newRoundStep(scene.step(round: 0)), from: scene.honest)
        try scene.say(
            .newValidBlock(
                NewValidBlock(
                    height: scene.height, round: 0, blockPartSetHeader: another.header, blockParts: another.bitArray,
                    isCommit: true)), from: scene.honest)
        for index in 0..<30 { try scene.say(part(index), from: scene.honest) }
        for index in 0..<30 { try scene.say(part(index, round: 1)) }
        #expect(scene.connected == [scene.liar, scene.honest])
        try scene.expectDropped { number, scene in
            try scene.say(
                .blockPart(BlockPart(height: scene.height, round: 0, part: try #require(another[number % 3]))))
        }
        // The true ones are taken.
        for part in block.parts {
            try scene.say(.blockPart(BlockPart(height: scene.height, round: 0, part: part)), from: scene.honest)
        }
        #expect(scene.node.engine.machine.state?.proposalParts?.isComplete == true)
    }

    @Test("Who may collect another block cannot send parts of it for ever")
    func strayParts() throws {
        var scene = try Scene()
        try scene.awaitTurnOfOther()
        let block = PartSet(splitting: [1]), another = PartSet(splitting: [2])
        try scene.say(.proposal(scene.proposal(0, isTrue: true, parts: block.header)), from: scene.honest)
        let part = ConsensusMessage.blockPart(
            BlockPart(height: scene.height, round: 5, part: try #require(another[0])))
        let maximum = 2 * ChainLimits.partsMaximum
        for _ in 0..<maximum { try scene.say(part) }
        #expect(scene.connected == [scene.liar, scene.honest])
        try scene.say(part)
        #expect(scene.connected == [scene.honest])
    }
}

extension Scene {
    /// A proposal for the round that we are in.
    func proposal(_ number: Int, isTrue: Bool, parts: PartSetHeader? = nil) -> Proposal {
        let hash = SHA256.hash([UInt8(number)])
        var proposal = Proposal(
            height: height, round: 0, polRound: .none,
            blockID: BlockID(hash: hash, partSetHeader: parts ?? PartSetHeader(total: 1, hash: hash)),
            timestamp: node.now.wall, signature: Signature([UInt8](repeating: UInt8(number), count: 64)))
        if isTrue { proposal.signature = other.key.sign(proposal.signBytes(chainID: ScriptedValidator.chainID)) }
        return proposal
    }

    /// Goes on until the other validator is to propose.
    mutating func awaitTurnOfOther() throws {
        for _ in 0..<200 {
            if node.engine.machine.state?.validators.proposer?.address == other.address,
                node.engine.machine.state?.round == 0, node.engine.machine.state?.proposal == nil
            {
                return
            }
            try node.tick()
        }
        Issue.record("its turn does not come")
    }

    func step(round: Round) -> NewRoundStep {
        NewRoundStep(height: height, round: round, step: .propose, secondsSinceStartTime: 0, lastCommitRound: 0)
    }
}
