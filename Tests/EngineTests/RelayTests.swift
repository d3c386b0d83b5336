import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Testing

/// A node with two peers, and other validators whose votes come from them.
private struct Scene {
    let giver: NodeID
    let other: NodeID
    let validators: [ScriptedValidator]
    var node: LoneNode

    init() throws {
        giver = try NodeID(String(repeating: "a1", count: 20))
        other = try NodeID(String(repeating: "b2", count: 20))
        validators = try (9...11).map { try ScriptedValidator($0) }
        node = try LoneNode(others: validators.map { $0.genesis(power: 10) })
        try node.start()
        for peer in [giver, other] {
            try node.tell(.peerConnected(peer))
            let step = NewRoundStep(
                height: 1, round: 0, step: .propose, secondsSinceStartTime: 0, lastCommitRound: .none)
            try node.tell(.message(.consensus(.newRoundStep(step)), from: peer))
        }
        try node.tick()
        _ = node.takeMessages()
    }

    /// Both say that they are connected.
    mutating func link() throws {
        try node.tell(.message(.links(PeerLinks([other])), from: giver))
        try node.tell(.message(.links(PeerLinks([giver])), from: other))
    }

    mutating func give(
        _ number: Int, _ blockID: BlockID = ScriptedValidator.blockID(1), round: Round = 0
    ) throws {
        let validator = validators[number]
        let vote = validator.vote(
            .prevote, blockID, height: 1, round: round, in: node.durableState.validators, at: node.now.wall)
        try node.tell(.message(.consensus(.vote(vote)), from: giver))
    }

    /// Who gave the votes that were sent on.
    mutating func relayed() -> [Address] {
        node.takeMessages(for: other).compactMap { message in
            if case .consensus(.vote(let vote)) = message { vote.validatorAddress } else { nil }
        }.filter { address in validators.contains { $0.address == address } }
    }
}

@Suite("What a peer sent, and others get from it")
struct RelayTests {
    @Test("Peers are told who the others are, and again when one has come or gone")
    func told() throws {
        let first = try NodeID(String(repeating: "a1", count: 20)), second = try ScriptedValidator.peer()
        var node = try LoneNode()
        try node.start()
        func links(_ peer: NodeID) -> [PeerLinks] {
            node.takeMessages(for: peer).compactMap { if case .links(let links) = $0 { links } else { nil } }
        }
        try node.tell(.peerConnected(first))
        #expect(links(first) == [PeerLinks([])])
        try node.tell(.peerConnected(second))
        #expect(links(first) == [PeerLinks([second])])
        #expect(links(second) == [PeerLinks([first])])
        try node.tell(.peerDisconnected(second))
        #expect(links(first) == [PeerLinks([])])
    }

    @Test("Nobody is told of a peer that is to be kept private")
    func untold() throws {
        let hidden = try NodeID(String(repeating: "a1", count: 20)), second = try ScriptedValidator.peer()
        var node = try LoneNode { $0.privatePeers = [hidden] }
        try node.start()
        try node.tell(.peerConnected(hidden))
        try node.tell(.peerConnected(second))
        let told = node.takeMessages(for: second).compactMap { if case .links(let links) = $0 { links } else { nil } }
        #expect(told == [PeerLinks([])])
    }

    @Test("A vote is sent on at once to a peer that does not say it is connected to who sent it")
    func relayed() throws {
        var scene = try Scene()
        try scene.give(0)
        #expect(scene.relayed() == [scene.validators[0].address])
        // One of the two says so.
        try scene.node.tell(.message(.links(PeerLinks([scene.other])), from: scene.giver))
        try scene.give(1)
        #expect(scene.relayed() == [scene.validators[1].address])
    }

    @Test("A vote is not sent on to a peer that gets it from who sent it, but later, when it did not")
    func withheld() throws {
        var scene = try Scene()
        try scene.link()
        try scene.give(0)
        #expect(scene.relayed().isEmpty)
        try scene.give(1)
        let index = try #require(scene.node.durableState.validators.index(of: scene.validators[1].address))
        let hasVote = HasVote(height: 1, round: 0, type: .prevote, index: Int32(index))
        try scene.node.tell(.message(.consensus(.hasVote(hasVote)), from: scene.other))
        try scene.node.passTime()
        #expect(scene.relayed().isEmpty)
        try scene.node.passTime()
        #expect(scene.relayed() == [scene.validators[0].address])
        // What it did not have is not waited for longer the next time.
        #expect(scene.node.isRelaying)
        try scene.node.passTime()
        #expect(!scene.node.isRelaying)
    }

    @Test("A peer that had what it was sent is given twice as long")
    func patience() throws {
        var scene = try Scene()
        try scene.link()
        try scene.give(0)
        for _ in 0..<2 { try scene.node.passTime() }
        #expect(scene.relayed().count == 1)
        let index = try #require(scene.node.durableState.validators.index(of: scene.validators[0].address))
        let hasVote = HasVote(height: 1, round: 0, type: .prevote, index: Int32(index))
        try scene.node.tell(.message(.consensus(.hasVote(hasVote)), from: scene.other))
        try scene.give(1)
        for _ in 0..<3 { try scene.node.passTime() }
        #expect(scene.relayed().isEmpty)
        try scene.node.passTime()
        #expect(scene.relayed() == [scene.validators[1].address])
    }

    @Test("A vote for nil, or of a round above the first, is sent on at once: something went wrong")
    func failing() throws {
        var scene = try Scene()
        try scene.link()
        try scene.give(0, .none)
        #expect(scene.relayed() == [scene.validators[0].address])
        for number in 0...1 {
            let step = NewRoundStep(
                height: 1, round: 1, step: .propose, secondsSinceStartTime: 0, lastCommitRound: .none)
            try scene.node.tell(
                .message(.consensus(.newRoundStep(step)), from: number == 0 ? scene.giver : scene.other))
        }
        try scene.give(1, round: 1)
        // Ours is still in round 0, so it gives nobody votes of round 1 yet; what it was given it holds back from nobody.
        try scene.give(2, round: 1)
        try scene.give(0, round: 1)
        #expect(Set(scene.relayed()) == Set(scene.validators.map(\.address)))
    }

    @Test("What was held back is sent when the round has failed")
    func failed() throws {
        var scene = try Scene()
        try scene.link()
        try scene.give(0)
        #expect(scene.relayed().isEmpty)
        for number in [1, 2] { try scene.give(number, .none, round: 1) }
        try scene.give(0, .none, round: 1)
        #expect(scene.node.engine.machine.state?.round == 1)
        #expect(scene.relayed().count == 1)
    }

    @Test("When two peers are connected no more, each is sent what it was to get from the other")
    func lost() throws {
        var scene = try Scene()
        try scene.link()
        try scene.give(0)
        let fromClient = Transaction(Array("a=1".utf8)), fromGiver = Transaction(Array("b=2".utf8))
        try scene.node.tell(.message(.mempool(.transactions([fromGiver])), from: scene.giver))
        try scene.node.tell(.submitted(fromClient, by: ClientID(1), mode: .async))
        func transactions(_ messages: [PeerMessage]) -> [Transaction] {
            messages.flatMap { message -> [Transaction] in
                if case .mempool(.transactions(let list)) = message { list } else { [] }
            }
        }
        let messages = scene.node.takeMessages(for: scene.other)
        #expect(transactions(messages) == [fromClient])
        try scene.node.tell(.message(.links(PeerLinks([])), from: scene.giver))
        let given = scene.node.takeMessages(for: scene.other)
        #expect(transactions(given).contains(fromGiver))
        #expect(given.contains { if case .consensus(.vote) = $0 { true } else { false } })
    }
}
