import Chain
import Cryptography
import Engine
import Execution
import PeerMessages
import Testing

/// A validator that makes blocks alone, and a node that follows it in consensus.
private struct Scene {
    static let makerID = NodeID(address: Address(truncating: SHA256.hash([1])))
    static let followerID = NodeID(address: Address(truncating: SHA256.hash([2])))

    var maker: LoneNode
    var follower: LoneNode

    init(keepsEarly: Bool) throws {
        maker = try LoneNode()
        try maker.start()
        for _ in 0..<20 where maker.durableState.lastBlockHeight < 3 { try maker.tick() }
        follower = try LoneNode(joining: maker)
        try follower.start()
        try maker.tell(.peerConnected(Scene.followerID, keepsEarly: keepsEarly))
        try follower.tell(.peerConnected(Scene.makerID, keepsEarly: true))
        for _ in 0..<200 where follower.engine.isCatchingUp || height(follower) < height(maker) {
            try exchange()
            try follower.passTime()
        }
        try exchange()
        try #require(!follower.engine.isCatchingUp && height(follower) == height(maker))
    }

    func height(_ node: LoneNode) -> Height { node.durableState.lastBlockHeight }

    mutating func exchange() throws {
        while true {
            let (there, back) = (maker.takeMessages(), follower.takeMessages())
            if there.isEmpty && back.isEmpty { return }
            for message in there { try follower.tell(.message(message, from: Scene.makerID)) }
            for message in back { try maker.tell(.message(message, from: Scene.followerID)) }
        }
    }

    /// Lets the maker decide so many blocks without a word from the follower.
    mutating func decide(_ count: Int64) throws -> [PeerMessage] {
        let height = height(maker)
        for _ in 0..<20 where self.height(maker).rawValue < height.rawValue + count { try maker.tick() }
        try #require(self.height(maker).rawValue == height.rawValue + count)
        return maker.takeMessages()
    }

    static func height(of message: PeerMessage) -> Height? {
        switch message {
        case .consensus(.proposal(let proposal)): proposal.height
        case .consensus(.blockPart(let part)): part.height
        case .consensus(.vote(let vote)): vote.height
        default: nil
        }
    }
}

@Suite("What is of the next height")
struct EarlyMessagesTests {
    @Test("goes behind what decides this one, and no further", arguments: [true, false])
    func ahead(keepsEarly: Bool) throws {
        var scene = try Scene(keepsEarly: keepsEarly)
        let next = scene.height(scene.maker).next
        let heights = try scene.decide(3).compactMap(Scene.height)
        #expect(Set(heights) == (keepsEarly ? [next, next.next] : [next]))
        // Behind: nothing of the first height comes after something of the second.
        #expect(heights == heights.sorted())
    }

    @Test("is kept until that height begins, in whichever order it comes")
    func kept() throws {
        var scene = try Scene(keepsEarly: true)
        let next = scene.height(scene.maker).next
        let messages = try scene.decide(2)
        let (early, late) = (
            messages.filter { Scene.height(of: $0) == next.next }, messages.filter { Scene.height(of: $0) == next }
        )
        #expect(early.count >= 3)
        for message in early { try scene.follower.tell(.message(message, from: Scene.makerID)) }
        #expect(scene.height(scene.follower) < next)
        for message in late { try scene.follower.tell(.message(message, from: Scene.makerID)) }
        #expect(scene.height(scene.follower) == next.next)
        #expect(scene.follower.durableState == scene.maker.durableState)
    }

    @Test("is bounded for each peer: what is too much is passed over, and what remains is enough to go on")
    func bounded() throws {
        var scene = try Scene(keepsEarly: true)
        let next = scene.height(scene.maker).next
        let messages = try scene.decide(2)
        for message in messages where Scene.height(of: message) == next.next {
            for _ in 0..<1_000 { try scene.follower.tell(.message(message, from: Scene.makerID)) }
        }
        for message in messages { try scene.follower.tell(.message(message, from: Scene.makerID)) }
        for _ in 0..<5 {
            try scene.follower.tick()
            try scene.exchange()
            try scene.maker.tick()
        }
        try scene.exchange()
        #expect(scene.height(scene.follower) >= next.next)
        #expect(scene.follower.disconnected.isEmpty && scene.follower.stopped == nil)
    }

    @Test("is verified when its height begins: whoever sent false votes is a peer no longer")
    func forged() throws {
        var scene = try Scene(keepsEarly: true)
        let next = scene.height(scene.maker).next
        let vote = try #require(scene.maker.votes.last)
        for number in 0..<100 {
            var other = vote
            other.height = next.next
            other.round = Round(Int32(number % 2))
            other.timestamp = vote.timestamp.adding(.seconds(Int64(number)))
            try scene.follower.tell(.message(.consensus(.vote(other)), from: Scene.makerID))
        }
        #expect(scene.follower.disconnected.isEmpty)
        for message in try scene.decide(1) { try scene.follower.tell(.message(message, from: Scene.makerID)) }
        #expect(scene.height(scene.follower) == next)
        #expect(!scene.follower.disconnected.isEmpty && scene.follower.stopped == nil)
    }
}
