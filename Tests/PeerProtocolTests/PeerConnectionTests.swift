import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("Connections to peers")
struct PeerConnectionTests {
    @Test("Two nodes meet, however their bytes are cut", arguments: 1...20)
    func meeting(seed: UInt64) throws {
        let left = try LocalNode.test(1), right = try LocalNode.test(2, moniker: "other")
        var pair = try Pair(left, right, seed: seed)
        try pair.run(chunkMaximum: Int(seed) * 100)
        #expect(pair.leftPeer == right.info && pair.rightPeer == left.info)
    }

    @Test("What one node sends arrives at the other, in order on each channel", arguments: 1...10)
    func messages(seed: UInt64) throws {
        var pair = try Pair(try .test(1), try .test(2), seed: seed)
        try pair.run()
        var generator = SeededGenerator(state: seed)
        var sent: [ChannelID: [[UInt8]]] = [:], answers: [[UInt8]] = []
        for _ in 0..<60 {
            let channel = LocalNode.testChannels.randomElement(using: &generator) ?? .mempool
            let message = generator.bytes(Int.random(in: 1...6000, using: &generator))
            #expect(pair.left.enqueue(message, on: channel) == true)
            sent[channel, default: []].append(message)
            if Bool.random(using: &generator) {
                #expect(pair.right.enqueue(message, on: .consensusVote) == true)
                answers.append(message)
            }
            if Int.random(in: 0..<5, using: &generator) == 0 { try pair.run() }
        }
        try pair.run()
        for (channel, messages) in sent {
            #expect(pair.rightMessages.filter { $0.channel == channel }.map(\.bytes) == messages)
        }
        #expect(pair.leftMessages.map(\.bytes) == answers)
        #expect(pair.left.takeSent().map(\.count).reduce(0, +) == 60)
    }

    @Test("What a peer sends right behind its node info is not lost")
    func early() throws {
        let left = try LocalNode.test(1), right = try LocalNode.test(2)
        var pair = try Pair(left, right)
        try pair.run()
        // The same handshake by hand, with all of the right side's bytes at once.
        var one = PeerConnection(left, .test(), ephemeral: try .test(1), dialed: right.id, at: instant())
        var two = PeerConnection(right, .test(), ephemeral: try .test(2), dialed: nil, at: instant())
        var toOne = try two.nextBytes(room: 9999, at: instant())
        _ = try two.receive(try one.nextBytes(room: 9999, at: instant()), at: instant())
        toOne += try two.nextBytes(room: 9999, at: instant())
        _ = try one.receive(toOne, at: instant())
        let events = try two.receive(try one.nextBytes(room: 9999, at: instant()), at: instant())
        guard case .introduced(let id, _) = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(id == left.id)
        #expect(try two.admit(at: instant()).isEmpty)
        #expect(two.enqueue([1, 2, 3], on: .consensusState) == true)
        let rest = try two.nextBytes(room: 9999, at: instant())
        guard case .introduced = try one.receive(rest, at: instant()).first else {
            Issue.record("the peer is not introduced")
            return
        }
        #expect(one.enqueue([1], on: .consensusState) == false)
        guard case .message(let message) = try one.admit(at: instant()).first else {
            Issue.record("the message is lost")
            return
        }
        #expect(message == ReceivedMessage(channel: .consensusState, bytes: [1, 2, 3]))
        #expect(try one.admit(at: instant()).isEmpty)
    }

    @Test("A peer that floods before it is let in is dropped")
    func flood() throws {
        let left = try LocalNode.test(1), right = try LocalNode.test(2)
        var one = PeerConnection(left, .test(), ephemeral: try .test(1), dialed: nil, at: instant())
        var two = PeerConnection(right, .test(), ephemeral: try .test(2), dialed: nil, at: instant())
        for _ in 0..<3 {
            _ = try one.receive(try two.nextBytes(room: 9999, at: instant()), at: instant())
            _ = try two.receive(try one.nextBytes(room: 9999, at: instant()), at: instant())
        }
        let chunk = [UInt8](repeating: 0, count: 100_000)
        #expect(throws: PeerConnectionError.handshake(.tooMuchTooEarly)) {
            for _ in 0..<20 { _ = try one.receive(chunk, at: instant()) }
        }
    }

    // MARK: Refusals

    private func refusal(_ left: LocalNode, _ right: LocalNode, dialed: NodeID? = nil) throws -> HandshakeError? {
        var pair = try Pair(left, right, dialed: dialed)
        let error = #expect(throws: PeerConnectionError.self) { try pair.run() }
        guard case .handshake(let refusal) = error else { return nil }
        return refusal
    }

    @Test("Another node than the one called is refused")
    func wrongNode() throws {
        let expected = try NodeID.test(3), answered = try NodeID.test(2)
        #expect(
            try refusal(try .test(1), try .test(2), dialed: expected)
                == .wrongNode(dialed: expected, answered: answered))
    }

    @Test("A node does not take itself for a peer")
    func ourselves() throws {
        #expect(try refusal(try .test(1), try .test(1)) == .ourselves)
    }

    @Test("A node with a name that is not its key's is refused")
    func falseName() throws {
        let info = try LocalNode.test(3).info
        let liar = LocalNode(key: try .test(2), info: info)
        #expect(
            try refusal(try .test(1), liar)
                == .falseName(claimed: try NodeID.test(3).text, proven: try NodeID.test(2)))
    }

    @Test("Nodes of different chains, block protocols or channels do not mix, and a crash chain is one of these")
    func incompatible() throws {
        for other in [
            try LocalNode.test(2, chain: "other"), try .test(2, faultModel: .crash), try .test(2, channels: [.chunk]),
        ] {
            guard case .incompatible = try refusal(try .test(1), other) else {
                Issue.record("\(other.info)")
                continue
            }
        }
        var pair = try Pair(try .test(1, faultModel: .crash), try .test(2, faultModel: .crash))
        try pair.run()
        #expect(pair.leftPeer?.protocolVersion.block == 1011)
    }

    @Test("A node that breaks the rules for node infos is refused")
    func rules() throws {
        guard case .nodeInfoRule = try refusal(try .test(1), try .test(2, moniker: "\t")) else {
            Issue.record("a tab in a moniker passes")
            return
        }
        let long = ByteString([UInt8](repeating: 0x61, count: 10_240))
        guard case .nodeInfo = try refusal(try .test(1), try .test(2, moniker: long)) else {
            Issue.record("more than 10240 bytes pass")
            return
        }
    }

    @Test("A peer that is refused still learns who refused it")
    func farewell() throws {
        let left = try LocalNode.test(1), right = try LocalNode.test(2, chain: "other")
        var one = PeerConnection(left, .test(), ephemeral: try .test(1), dialed: right.id, at: instant())
        var two = PeerConnection(right, .test(), ephemeral: try .test(2), dialed: nil, at: instant())
        _ = try two.receive(try one.nextBytes(room: 9999, at: instant()), at: instant())
        let all = try two.nextBytes(room: 9999, at: instant())
        _ = try one.receive(all, at: instant())
        let proofAndInfo = try one.nextBytes(room: 9999, at: instant())
        #expect(throws: PeerConnectionError.self) { _ = try two.receive(proofAndInfo, at: instant()) }
        let farewell = try two.nextBytes(room: 9999, at: instant())
        #expect(farewell.count == FrameFormat.sealedSize)
        #expect(try two.nextBytes(room: 9999, at: instant()).isEmpty)
    }

    // MARK: Time

    @Test("A peer has three seconds for keys and proof, and three for its node info")
    func timeouts() throws {
        let left = try LocalNode.test(1), right = try LocalNode.test(2)
        var one = PeerConnection(left, .test(), ephemeral: try .test(1), dialed: right.id, at: instant())
        #expect(one.nextDeadline == .seconds(3))
        try one.checkTime(at: instant(2.9))
        var silent = one
        #expect(throws: PeerConnectionError.handshake(.timeout(.keyExchange))) { try silent.checkTime(at: instant(3)) }
        #expect(silent.nextDeadline == nil)
        #expect(try silent.receive([1, 2, 3], at: instant(3)).isEmpty)
        var two = PeerConnection(right, .test(), ephemeral: try .test(2), dialed: nil, at: instant())
        _ = try one.receive(try two.nextBytes(room: 9999, at: instant()), at: instant(1))
        var unproven = one
        #expect(throws: PeerConnectionError.handshake(.timeout(.authentication))) {
            _ = try unproven.receive([1], at: instant(3))
        }
        _ = try two.receive(try one.nextBytes(room: 9999, at: instant(1)), at: instant(1))
        let proof = Array(try two.nextBytes(room: 9999, at: instant(1)).prefix(FrameFormat.sealedSize))
        _ = try one.receive(proof, at: instant(2))
        #expect(one.nextDeadline == .seconds(5))
        #expect(throws: PeerConnectionError.handshake(.timeout(.introduction))) { try one.checkTime(at: instant(5)) }
    }

    @Test("A peer that stops answering pings is dropped")
    func silence() throws {
        var pair = try Pair(try .test(1), try .test(2))
        try pair.run()
        try pair.run(at: instant(60))
        try pair.left.checkTime(at: instant(106))
        _ = try pair.left.nextBytes(room: 9999, at: instant(121))
        #expect(throws: PeerConnectionError.connection(.pongTimeout(.seconds(45)))) {
            try pair.left.checkTime(at: instant(166))
        }
    }

    // MARK: Garbage

    @Test("Random bytes end a handshake or are waited on, and trap nothing")
    func garbage() throws {
        for seed in 0..<300 {
            var generator = SeededGenerator(state: UInt64(seed))
            var one = PeerConnection(
                try .test(1), .test(), ephemeral: try .test(1), dialed: nil, at: instant())
            do {
                if Bool.random(using: &generator) {
                    _ = try one.receive(EphemeralExchange(try .test(2)).opening, at: instant())
                }
                for _ in 0..<10 {
                    _ = try one.receive(
                        generator.bytes(Int.random(in: 1...2000, using: &generator)), at: instant())
                    _ = try one.nextBytes(room: 5000, at: instant())
                }
                Issue.record("seed \(seed): 20 000 random bytes pass")
            } catch {
                #expect(try one.receive([1], at: instant()).isEmpty)
            }
        }
    }

    @Test("A flipped bit anywhere in a handshake ends it, or changes nothing", arguments: 0..<40)
    func flippedBits(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let left = try LocalNode.test(1), right = try LocalNode.test(2)
        // 35 bytes of key, a frame of proof, a frame of node info.
        let place = Int.random(in: 0..<(35 + 2 * FrameFormat.sealedSize), using: &generator)
        var one = PeerConnection(left, .test(), ephemeral: try .test(1), dialed: right.id, at: instant())
        var two = PeerConnection(right, .test(), ephemeral: try .test(2), dialed: nil, at: instant())
        var carried = 0, isIntroduced = false
        do {
            for _ in 0..<4 {
                var bytes = try two.nextBytes(room: 9999, at: instant())
                if (carried..<carried + bytes.count).contains(place) {
                    bytes[place - carried] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                }
                carried += bytes.count
                let events = try one.receive(bytes, at: instant())
                if !events.isEmpty { isIntroduced = true }
                _ = try two.receive(try one.nextBytes(room: 9999, at: instant()), at: instant())
            }
        } catch {
            // As it should; a longer length of a message is waited on instead.
        }
        #expect(!isIntroduced)
    }
}
