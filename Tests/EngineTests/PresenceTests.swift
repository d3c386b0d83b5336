import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Testing

@Suite("Which validators are there")
struct PresenceTests {
    private let peers: [NodeID]
    private let validators: [ScriptedValidator]

    init() throws {
        peers = try ["aa", "bb"].map { try NodeID(String(repeating: $0, count: 20)) }
        validators = try (9...11).map { try ScriptedValidator($0) }
    }

    private func give(_ type: SignedMessageType, of number: Int, from peer: NodeID, to node: inout LoneNode) throws {
        let vote = validators[number].vote(
            type, .none, height: 1, in: node.durableState.validators, at: node.now.wall)
        try node.tell(.message(.consensus(.vote(vote)), from: peer))
    }

    @Test("On a chain that stands still those are not whose votes it waits for, whoever passed on their last ones")
    func stalled() throws {
        var node = try LoneNode(others: validators.map { $0.genesis(power: 10) })
        try node.start()
        for peer in peers { try node.tell(.peerConnected(peer)) }
        try node.tick(2)
        for number in 0..<3 { try give(.prevote, of: number, from: peers[0], to: &node) }
        #expect(node.votes.map(\.type) == [.prevote, .precommit])
        // Three of four would do.
        try give(.precommit, of: 0, from: peers[0], to: &node)

        let since = try #require(node.engine.machine.state?.startTime.monotonic.rawValue)
        let soon = Nanoseconds(since + 1_000_000_000), late = Nanoseconds(since + 60_000_000_000)
        var presence = node.engine.presence
        #expect(!presence.isStalled(at: soon) && presence.isStalled(at: late))
        #expect(Set(presence.voters(at: soon).keys) == Set(validators.map(\.address)))
        #expect(presence.voters(at: late) == [validators[0].address: peers[0]])

        // Of those that did vote the connections tell who is still there.
        try node.tell(.peerDisconnected(peers[0]))
        presence = node.engine.presence
        #expect(presence.voters(at: late).isEmpty)
    }
}
