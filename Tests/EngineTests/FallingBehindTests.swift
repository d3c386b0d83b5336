import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Sync
import Testing
import Wire

@Suite("A validator that falls behind")
struct FallingBehindTests {
    /// A pair that takes part in consensus, after which the joined one hears nothing while so many blocks are made.
    private func pair(missing count: Int64) throws -> Pair {
        let key = try #require(Ed25519PrivateKey(seed: Array(repeating: 9, count: 32)))
        let other = GenesisValidator(publicKey: .ed25519(key.publicKey), power: 3, name: "late")
        var pair = try Pair(heights: 8, others: [other], key: key)
        try pair.joining.start()
        try pair.connect()
        try pair.catchUp()
        try #require(!pair.joining.engine.isCatchingUp)
        try pair.joining.tick(2)
        let height = try #require(pair.joining.engine.machine.height)
        for _ in 0..<300 where pair.maker.engine.machine.height != Height(height.rawValue + count) {
            try pair.maker.tick()
            _ = pair.maker.takeMessages()
        }
        _ = pair.joining.takeMessages()
        try #require(pair.maker.engine.machine.height == Height(height.rawValue + count))
        // Nothing of consensus comes through any more, but for where the other stands.
        pair.alter = { message in
            guard case .consensus(let told) = message else { return message }
            if case .newRoundStep = told { return message }
            return nil
        }
        return pair
    }

    private func step(_ height: Height) -> PeerMessage {
        .consensus(
            .newRoundStep(
                NewRoundStep(height: height, round: 0, step: .propose, secondsSinceStartTime: 0, lastCommitRound: 0)))
    }

    @Test(
        "fetches the blocks, signs nothing meanwhile, and then takes part again", arguments: [2, 9, 10, 40] as [Int64])
    func comesBack(missing: Int64) throws {
        var pair = try pair(missing: missing)
        let height = try #require(pair.joining.engine.machine.height)
        let signed = pair.joining.signed
        try pair.joining.tell(.message(step(Height(height.rawValue + missing)), from: Pair.source))
        try pair.exchange()
        let isPatient = missing < SyncLimits.lagBearable
        #expect(pair.joining.notices.contains(.catchingUp(after: height.previous)) == !isPatient)
        for _ in 0..<40 {
            try pair.joining.passTime()
            try pair.joining.tell(.gossipDue)
            try pair.exchange()
            try pair.maker.passTime()
        }
        #expect(pair.joining.notices.contains(.catchingUp(after: height.previous)))
        #expect(pair.joining.notices.contains { if case .caughtUp = $0 { true } else { false } })
        #expect(pair.joining.durableState.lastBlockHeight >= pair.maker.durableState.lastBlockHeight.previous)
        #expect(
            pair.joining.signed.dropFirst(signed.count).allSatisfy {
                $0.height >= Height(height.rawValue + missing - 1)
            })
        #expect(pair.isSame && pair.joining.disconnected.isEmpty && pair.joining.stopped == nil)
        pair.alter = { $0 }
        for _ in 0..<30 {
            try pair.maker.tick()
            try pair.exchange()
            try pair.joining.tick()
            // What was lost meanwhile is sent again to who makes no progress.
            try pair.maker.tell(.gossipDue)
            try pair.joining.tell(.gossipDue)
            try pair.exchange()
        }
        #expect(pair.joining.signed.contains { $0.height > Height(height.rawValue + missing) })
        #expect(pair.isSame && pair.joining.stopped == nil)
    }

    @Test("does not stop signing because somebody says that he is ahead")
    func liar() throws {
        var pair = try pair(missing: 0)
        let height = try #require(pair.joining.engine.machine.height)
        let liar = NodeID(address: Address(truncating: SHA256.hash([3])))
        try pair.joining.tell(.peerConnected(liar))
        try pair.joining.tell(
            .message(.blockSync(.statusResponse(StatusResponse(height: 1_000_000, base: 1))), from: liar))
        var asked = 0
        for _ in 0..<120 {
            try pair.joining.tell(.message(step(1_000_000), from: liar))
            try pair.joining.tell(
                .message(.blockSync(.statusResponse(StatusResponse(height: 1_000_000, base: 1))), from: liar))
            try pair.joining.passTime()
            try pair.joining.tell(.gossipDue)
            asked += pair.joining.takeMessages().count {
                if case .blockSync(.blockRequest) = $0 { true } else { false }
            }
            #expect(!pair.joining.engine.isCatchingUp)
        }
        #expect(pair.joining.engine.machine.height == height)
        // In a minute: two blocks each time that it is believed.
        #expect((2...12).contains(asked), "\(asked)")
        let signed = pair.joining.signed.count
        pair.alter = { $0 }
        for _ in 0..<12 {
            try pair.maker.tick()
            try pair.exchange()
            try pair.joining.tick()
            try pair.exchange()
        }
        #expect(pair.joining.signed.count > signed)
        #expect(try #require(pair.joining.engine.machine.height) > height)
    }

    @Test("takes the answers to two searches for blocks, the first of which has ended, and no third one")
    func lateAnswer() throws {
        var pair = try pair(missing: 0)
        let height = try #require(pair.joining.engine.machine.height)
        let slow = NodeID(address: Address(truncating: SHA256.hash([4])))
        try pair.joining.tell(.peerConnected(slow))
        var asked = 0
        for _ in 0..<200 where asked < 2 {
            try pair.joining.tell(.message(step(1_000_000), from: slow))
            try pair.joining.tell(
                .message(.blockSync(.statusResponse(StatusResponse(height: 1_000_000, base: 1))), from: slow))
            try pair.joining.passTime()
            try pair.joining.tell(.gossipDue)
            asked += pair.joining.takeMessages(for: slow).count { $0 == .blockSync(.blockRequest(height)) }
        }
        try #require(asked == 2)
        for _ in 0..<20 { try pair.maker.tick() }
        let block = try #require(pair.maker.blocks.first { $0.block.block.height == height }).block.block
        let answer = PeerMessage.blockSync(.blockResponse(BlockResponse(block: block, extendedCommit: nil)))
        for _ in 0..<2 { try pair.joining.tell(.message(answer, from: slow)) }
        #expect(pair.joining.disconnected.isEmpty)
        try pair.joining.tell(.message(answer, from: slow))
        #expect(pair.joining.disconnected.count == 1)
    }

    @Test("goes on with what its log has when it starts again before the blocks are durable")
    func restart() throws {
        var pair = try pair(missing: 20)
        let height = try #require(pair.joining.engine.machine.height)
        let signed = pair.joining.signed
        #expect(signed.contains { $0.height == height })
        pair.joining.commitsAtOnce = false
        try pair.joining.tell(.message(step(Height(height.rawValue + 20)), from: Pair.source))
        try pair.exchange()
        #expect(pair.joining.engine.isCatchingUp)
        #expect(pair.joining.durableState.lastBlockHeight == height.previous)
        try pair.maker.tell(.peerDisconnected(Pair.joiner))
        try pair.joining.restart()
        pair.joining.commitsAtOnce = true
        try pair.connect()
        try pair.catchUp()
        #expect(pair.joining.durableState.lastBlockHeight >= pair.maker.durableState.lastBlockHeight.previous)
        // What it signed once it does not sign again.
        let all = pair.joining.signed
        #expect(Set(all).count == all.count)
        #expect(pair.joining.stopped == nil)
    }
}
