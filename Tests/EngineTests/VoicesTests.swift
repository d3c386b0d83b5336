import Chain
import Cryptography
import Testing

@testable import Engine

@Suite("Through whom validators are heard")
struct VoicesTests {
    private let validators: [Address]
    private let peers: [NodeID]

    private func peer(of validator: Address, in voices: Voices) -> NodeID? { voices.heard(since: 5)[validator] }

    init() throws {
        validators = try (1...3).map { try ScriptedValidator($0).address }
        peers = try ["aa", "bb"].map { try NodeID(String(repeating: $0, count: 20)) }
    }

    @Test("A validator is heard until the peer that brings its votes is gone, and again when another brings one")
    func gone() {
        var voices = Voices()
        #expect(peer(of: validators[0], in: voices) == nil)
        voices.heard(validators[0], from: peers[0], at: 5)
        voices.heard(validators[1], from: peers[1], at: 5)
        voices.peerIsGone(peers[0])
        #expect(peer(of: validators[0], in: voices) == nil && peer(of: validators[1], in: voices) == peers[1])
        voices.heard(validators[0], from: peers[1], at: 5)
        #expect(peer(of: validators[0], in: voices) == peers[1])
    }

    @Test("A validator that is gone does not come back by a vote of before that another peer tells again")
    func toldAgain() {
        var voices = Voices()
        voices.heardAgain(validators[0], from: peers[1], at: 5)
        #expect(peer(of: validators[0], in: voices) == peers[1])
        for _ in 0..<2 { voices.heard(validators[0], from: peers[0], at: 5) }
        voices.peerIsGone(peers[0])
        voices.heardAgain(validators[0], from: peers[1], at: 5)
        #expect(peer(of: validators[0], in: voices) == nil)
        voices.heardAgain(validators[0], from: peers[0], at: 5)
        #expect(peer(of: validators[0], in: voices) == peers[0])
        voices.peerIsGone(peers[0])
        voices.heard(validators[0], from: peers[1], at: 5)
        #expect(peer(of: validators[0], in: voices) == peers[1])
    }

    @Test("Who passes a vote on now and then is not taken for its way; who brings most of them is")
    func majority() {
        var voices = Voices()
        for number in 0..<30 { voices.heard(validators[0], from: peers[number % 3 == 2 ? 1 : 0], at: 5) }
        #expect(peer(of: validators[0], in: voices) == peers[0])
        voices.peerIsGone(peers[1])
        #expect(peer(of: validators[0], in: voices) == peers[0])
        // However long it was heard there: after a few votes through another it has moved.
        for _ in 0..<9 { voices.heard(validators[0], from: peers[1], at: 5) }
        #expect(peer(of: validators[0], in: voices) == peers[1])
    }

    @Test("Who has not voted of late is not heard")
    func late() {
        var voices = Voices()
        voices.heard(validators[0], from: peers[0], at: 7)
        voices.heard(validators[0], from: peers[0], at: 6)
        voices.heard(validators[1], from: peers[1], at: 5)
        #expect(voices.heard(since: 6) == [validators[0]: peers[0]])
        #expect(voices.heard(since: 8).isEmpty)
    }

    @Test("Who is no validator any more is forgotten")
    func kept() {
        var voices = Voices()
        for validator in validators { voices.heard(validator, from: peers[0], at: 5) }
        voices.keep([validators[2]])
        #expect(validators.map { peer(of: $0, in: voices) } == [nil, nil, peers[0]])
    }
}
