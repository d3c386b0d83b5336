import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Testing

/// A validator that decides alone, and a peer that is CometBFT's as far as the validator knows.
private struct Scene {
    let peer: NodeID
    var node: LoneNode

    init() throws {
        peer = try ScriptedValidator.peer()
        node = try LoneNode()
        try node.start()
        for _ in 0..<20 where node.durableState.lastBlockHeight < 3 { try node.tick() }
        try node.tell(.peerConnected(peer, keepsEarly: false))
        _ = node.takeMessages()
    }

    /// The height that is being decided.
    var next: Height { node.durableState.lastBlockHeight.next }

    mutating func tell(_ height: Height, _ round: Round, _ step: PeerMessages.RoundStep) throws {
        let message = NewRoundStep(
            height: height, round: round, step: step, secondsSinceStartTime: 0, lastCommitRound: 0)
        try node.tell(.message(.consensus(.newRoundStep(message)), from: peer))
    }

    mutating func decide() throws {
        let height = next
        for _ in 0..<20 where next == height { try node.tick() }
        try #require(next == height.next)
    }

    /// What was sent of the height, in the order of the channel: "proposal", "part", "prevote", "precommit".
    mutating func sent(of height: Height) -> [String] {
        node.takeMessages(for: peer).compactMap { message in
            switch message {
            case .consensus(.proposal(let proposal)) where proposal.height == height: "proposal"
            case .consensus(.blockPart(let part)) where part.height == height: "part"
            case .consensus(.vote(let vote)) where vote.height == height:
                vote.type == .prevote ? "prevote" : "precommit"
            default: nil
            }
        }
    }
}

@Suite("A peer of CometBFT's that is behind")
struct LaggardTests {
    @Test("gets precommits for a block once it has gone on with the block")
    func sameHeight() throws {
        var scene = try Scene()
        let height = scene.next
        try scene.tell(height, 0, .propose)
        try scene.decide()
        #expect(scene.sent(of: height) == ["proposal", "part", "prevote"])
        try scene.tell(height, 0, .prevote)
        #expect(scene.sent(of: height).isEmpty)
        try scene.tell(height, 0, .precommit)
        #expect(scene.sent(of: height) == ["precommit"])
    }

    @Test("gets proposal, parts and prevotes of a height that is decided, and then the precommits")
    func lastHeight() throws {
        var scene = try Scene()
        let height = scene.next
        try scene.decide()
        #expect(scene.sent(of: height).isEmpty)
        try scene.tell(height, 0, .newHeight)
        #expect(scene.sent(of: height) == ["proposal", "part", "prevote"])
        try scene.tell(height, 0, .precommit)
        #expect(scene.sent(of: height) == ["precommit"])
    }

    @Test("gets the precommits after half a second all the same, and again has time when it moves on")
    func patience() throws {
        var scene = try Scene()
        let height = scene.next
        try scene.decide()
        try scene.tell(height, 0, .newHeight)
        _ = scene.sent(of: height)
        for _ in 0..<9 { try scene.node.passTime() }
        #expect(scene.sent(of: height).isEmpty)
        try scene.tell(height, 0, .propose)
        for _ in 0..<9 { try scene.node.passTime() }
        #expect(scene.sent(of: height).isEmpty)
        try scene.node.passTime()
        #expect(scene.sent(of: height) == ["precommit"])
        #expect(!scene.node.isRelaying)
    }

    @Test("gets the precommits at once when it is further behind, or can give no other any more")
    func lost() throws {
        var scene = try Scene()
        let height = scene.next
        try scene.decide()
        try scene.tell(height, 1, .propose)
        #expect(scene.sent(of: height).contains("precommit"))
        try scene.decide()
        try scene.tell(height.next, 0, .precommit)
        #expect(scene.sent(of: height.next).contains("precommit"))
        try scene.decide()
        try scene.decide()
        try scene.tell(height.next.next, 0, .propose)
        #expect(scene.sent(of: height.next.next).contains("precommit"))
    }

    @Test("is held up by nothing when it is of this kind")
    func own() throws {
        let other = try NodeID(String(repeating: "cd", count: 20))
        var scene = try Scene()
        try scene.node.tell(.peerConnected(other, keepsEarly: true))
        let height = scene.next
        let message = NewRoundStep(
            height: height, round: 0, step: .propose, secondsSinceStartTime: 0, lastCommitRound: 0)
        try scene.node.tell(.message(.consensus(.newRoundStep(message)), from: other))
        try scene.decide()
        let precommits = scene.node.takeMessages(for: other).filter {
            if case .consensus(.vote(let vote)) = $0 { vote.height == height && vote.type == .precommit } else { false }
        }
        #expect(precommits.count == 1)
    }
}
