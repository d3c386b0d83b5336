import Chain
import Cryptography
import PeerMessages
import Sync
import Testing

@Suite("Catching up")
struct BlockSyncTests {
    @Test("fetches every block but the last, examines each once and hands them on in order")
    func honestPeers() throws {
        let chain = try MadeChain(300)
        var scene = SyncScene(chain)
        for index in 0..<3 { scene.connect(try SyncScene.peer(index), SyncScene.honest(chain, through: 300)) }
        try scene.run()
        #expect(scene.isFinished)
        #expect(scene.applied.map(\.id) == (1...299).map { chain.id(Height($0)) })
        #expect(scene.examined == 299)
        #expect(scene.dropped.isEmpty && scene.rested.isEmpty)
        #expect(scene.owedMaximum <= SyncLimits.requestsPerPeer && scene.owedMaximum > 10)
        // Blocks were fetched while earlier ones were examined and executed, and from everybody.
        #expect(scene.now < 299 * 20_000_000)
        #expect(Set(scene.requests.map(\.peer)).count == 3)
        // All but the first block's last commit have been verified as proofs.
        #expect(scene.applied.dropFirst().allSatisfy { $0.lastCommitIsVerified })
        #expect(scene.applied.first?.lastCommitIsVerified == false)
    }

    @Test("believes no liar, and drops nobody else", arguments: 1...30)
    func liars(seed: UInt64) throws {
        let chain = try MadeChain(
            60, changeAt: seed % 3 == 0 ? 20 : .max, extensionsFrom: seed % 4 == 0 ? 15 : (seed % 4 == 1 ? 1 : 0))
        var scene = SyncScene(chain, seed: seed)
        let honest = try SyncScene.peer(0)
        scene.connect(honest, SyncScene.honest(chain, through: 60))
        let liars = try (1...3).map { try SyncScene.peer($0) }
        for (index, liar) in liars.enumerated() {
            let falsehoods =
                index == 0 ? Falsehood.allCases : [Falsehood.allCases[Int(seed) % Falsehood.allCases.count]]
            let claimed = index == 1 ? 1_000_000 : 60
            scene.connect(liar, SyncScene.liar(chain, falsehoods, claiming: claimed))
        }
        try scene.run()
        #expect(scene.isFinished, "at \(scene.applied.count) after \(scene.now)")
        #expect(scene.applied.map(\.id) == (1...scene.applied.count).map { chain.id(Height(Int64($0))) })
        #expect(scene.applied.count == 59)
        #expect(scene.dropped[honest] == nil)
        #expect(!scene.dropped.isEmpty)
    }

    @Test(
        "drops the peer that gave the false block, not the one that gave the block beside it",
        arguments: Falsehood.allCases)
    func blame(falsehood: Falsehood) throws {
        let extensions: Int64 = falsehood == .extendedCommitMissing || falsehood == .extensionSignature ? 1 : 0
        let chain = try MadeChain(60, extensionsFrom: extensions)
        var scene = SyncScene(chain)
        let (honest, liar) = (try SyncScene.peer(0), try SyncScene.peer(1))
        let truth = SyncScene.honest(chain, through: 60)
        scene.connect(honest, truth)
        scene.connect(liar) { request, chance in
            guard case .blockRequest(let height) = request, let answer = chain.response(height, with: falsehood) else {
                return truth(request, &chance)
            }
            return answer.asMessage
        }
        try scene.run()
        #expect(scene.isFinished && scene.applied.count == 59)
        #expect(scene.dropped[honest] == nil)
        #expect(scene.dropped[liar] != nil)
    }

    @Test("passes over a peer that is silent, and asks the others")
    func silence() throws {
        let chain = try MadeChain(100)
        var scene = SyncScene(chain)
        let silent = try SyncScene.peer(1)
        scene.connect(try SyncScene.peer(0), SyncScene.honest(chain, through: 100))
        scene.connect(silent, SyncScene.silent(claiming: 100))
        try scene.run()
        #expect(scene.isFinished && scene.applied.count == 99)
        #expect(scene.dropped.isEmpty)
        // What it owes is asked of the other after a second, and it is asked for no more.
        #expect((1...SyncLimits.requestsPerPeer).contains(scene.requests.count { $0.peer == silent }))
        #expect(scene.now < 5_000_000_000)
    }

    @Test("asks a silent peer for nothing for a minute once it has owed a block for fifteen seconds")
    func rest() throws {
        let chain = try MadeChain(3)
        var machine = BlockSync(from: chain.point(1), at: Nanoseconds(0))
        let id = try SyncScene.peer(0)
        func requests(_ actions: [SyncAction]) -> Int {
            actions.count { if case .requestBlock = $0 { true } else { false } }
        }
        _ = machine.peerConnected(id, at: Nanoseconds(0))
        let status = BlockSyncMessage.statusResponse(StatusResponse(height: 3, base: 1))
        #expect(requests(machine.receive(status, from: id, at: Nanoseconds(0))) == 3)
        #expect(machine.tick(at: .seconds(15)).allSatisfy { if case .rest = $0 { false } else { true } })
        let late = machine.tick(at: .seconds(16))
        #expect(late.contains { if case .rest(id, _) = $0 { true } else { false } })
        #expect(machine.highest(at: .seconds(16)) == 0)
        // A late answer is taken all the same.
        let answer = machine.receive(.blockResponse(chain.response(1)), from: id, at: .seconds(17))
        #expect(!answer.contains { if case .drop = $0 { true } else { false } })
        #expect(machine.highest(at: .seconds(75)) == 0)
        #expect(requests(machine.tick(at: .seconds(77))) == 2)
    }

    @Test("is not held up by a height that nobody has", arguments: [false, true])
    func inventedHeight(refuses: Bool) throws {
        let chain = try MadeChain(20)
        var scene = SyncScene(chain)
        scene.connect(try SyncScene.peer(0), SyncScene.honest(chain, through: 20))
        let liar = SyncScene.silent(claiming: 1_000_000_000)
        scene.connect(try SyncScene.peer(1)) { request, chance in
            if refuses, case .blockRequest(let height) = request { return .noBlockResponse(height) }
            return liar(request, &chance)
        }
        try scene.run()
        // What only the liar tells of cannot be proved by the others' next block.
        #expect(scene.isFinished && scene.applied.count == 19)
        #expect(scene.now < 40_000_000_000)
    }

    @Test("is not held up by ever new peers that tell of heights that nobody has")
    func sybils() throws {
        let chain = try MadeChain(20)
        var scene = SyncScene(chain)
        scene.connect(try SyncScene.peer(0), SyncScene.honest(chain, through: 20))
        for index in 1..<60 {
            scene.connect(
                try SyncScene.peer(index), at: Int64(index) * 10_000_000_000,
                SyncScene.silent(claiming: 1_000_000_000 + Int64(index)))
        }
        try scene.run()
        #expect(scene.isFinished && scene.applied.count == 19)
        #expect(scene.now < 60_000_000_000)
    }

    @Test("gives up on peers that tell of blocks and give none: consensus can go on")
    func nobodyGives() throws {
        let chain = try MadeChain(20)
        var scene = SyncScene(chain)
        for index in 0..<3 { scene.connect(try SyncScene.peer(index), SyncScene.silent(claiming: 20)) }
        try scene.run()
        #expect(scene.isFinished && scene.applied.isEmpty)
        #expect(scene.now < 60_000_000_000)
    }

    @Test(
        "drops a peer that has fewer blocks than before, and passes it over when it comes again",
        arguments: [false, true])
    func lowered(base: Bool) throws {
        let chain = try MadeChain(20)
        var machine = BlockSync(from: chain.point(5), at: Nanoseconds(0))
        let id = try SyncScene.peer(0)
        func isDropped(_ actions: [SyncAction]) -> Bool {
            actions.contains { if case .drop(id, _) = $0 { true } else { false } }
        }
        _ = machine.peerConnected(id, at: Nanoseconds(0))
        let first = machine.receive(.statusResponse(StatusResponse(height: 10, base: 3)), from: id, at: Nanoseconds(1))
        #expect(!isDropped(first))
        #expect(machine.highest(at: Nanoseconds(1)) == 10)
        let lower = StatusResponse(height: base ? 10 : 9, base: base ? 2 : 3)
        #expect(isDropped(machine.receive(.statusResponse(lower), from: id, at: Nanoseconds(2))))
        _ = machine.peerConnected(id, at: Nanoseconds(3))
        _ = machine.receive(.statusResponse(StatusResponse(height: 15, base: 1)), from: id, at: Nanoseconds(4))
        #expect(machine.highest(at: .seconds(59)) == 0)
        #expect(machine.highest(at: .seconds(61)) == 15)
    }

    @Test("drops a peer that gives what nobody asked it for; a late answer costs nothing")
    func unsolicited() throws {
        let chain = try MadeChain(20)
        var machine = BlockSync(from: chain.point(1), at: Nanoseconds(0))
        let (asked, other) = (try SyncScene.peer(0), try SyncScene.peer(1))
        _ = machine.peerConnected(asked, at: Nanoseconds(0))
        _ = machine.peerConnected(other, at: Nanoseconds(0))
        let status = StatusResponse(height: 2, base: 1)
        let requested = machine.receive(.statusResponse(status), from: asked, at: Nanoseconds(1))
        #expect(requested.count == 2)
        // The front is asked of a second peer when it takes long.
        _ = machine.receive(.statusResponse(status), from: other, at: Nanoseconds(2))
        let hedged = machine.tick(at: .seconds(2))
        #expect(hedged.count == 2)
        let block = BlockSyncMessage.blockResponse(chain.response(1))
        for id in [other, asked] {
            let actions = machine.receive(block, from: id, at: .seconds(3))
            #expect(!actions.contains { if case .drop = $0 { true } else { false } })
        }
        let again = machine.receive(block, from: other, at: .seconds(4))
        #expect(again.contains { if case .drop(other, _) = $0 { true } else { false } })
        let never = machine.receive(.blockResponse(chain.response(9)), from: asked, at: .seconds(4))
        #expect(never.contains { if case .drop(asked, _) = $0 { true } else { false } })
    }

    @Test("takes an answer that was asked for before it began, once")
    func answerToFormer() throws {
        let chain = try MadeChain(20)
        let id = try SyncScene.peer(0)
        var former = BlockSync(from: chain.point(1), at: Nanoseconds(0))
        _ = former.peerConnected(id, at: Nanoseconds(0))
        _ = former.receive(.statusResponse(StatusResponse(height: 3, base: 1)), from: id, at: Nanoseconds(1))
        _ = former.receive(.blockResponse(chain.response(2)), from: id, at: Nanoseconds(2))
        #expect(former.blocksOwed(by: id) == [1: 1, 3: 1])
        var machine = BlockSync(from: chain.point(1), at: Nanoseconds(3))
        _ = machine.peerConnected(id, owing: former.blocksOwed(by: id), at: Nanoseconds(3))
        for (height, isExpected) in [(1, true), (2, false)] as [(Height, Bool)] {
            let actions = machine.receive(.blockResponse(chain.response(height)), from: id, at: Nanoseconds(4))
            #expect(actions.contains { if case .drop(id, _) = $0 { true } else { false } } != isExpected)
        }
    }

    @Test("gets what a pruned peer lacks from others, and does not hold it against it")
    func pruned() throws {
        let chain = try MadeChain(60)
        var scene = SyncScene(chain)
        let pruned = try SyncScene.peer(1)
        scene.connect(try SyncScene.peer(0), SyncScene.honest(chain, through: 60))
        let rest = SyncScene.honest(chain, through: 60, base: 30)
        scene.connect(pruned) { request, chance in
            // It told its base before it pruned.
            if case .statusRequest = request { return .statusResponse(StatusResponse(height: 60, base: 1)) }
            return rest(request, &chance)
        }
        try scene.run()
        #expect(scene.isFinished && scene.applied.count == 59)
        #expect(scene.dropped.isEmpty)
        #expect(scene.requests.contains { $0.peer == pruned && $0.height > 30 })
    }

    @Test("fetches what was made meanwhile before it is done")
    func growing() throws {
        let chain = try MadeChain(200)
        var scene = SyncScene(chain)
        // A block every 25 ms, and the peers know of the latest ones only when they are asked again.
        let start = 100
        var asked = 0
        scene.connect(try SyncScene.peer(0)) { request, _ in
            switch request {
            case .statusRequest:
                asked += 1
                return .statusResponse(
                    StatusResponse(height: Height(Int64(min(200, start + 30 * (asked - 1)))), base: 1))
            case .blockRequest(let height): return .blockResponse(chain.response(height))
            default: return nil
            }
        }
        try scene.run()
        #expect(scene.isFinished)
        #expect(scene.applied.count > 128)
        #expect(asked >= 2)
    }

    @Test("waits for peers, unless the others can do nothing without us", arguments: [false, true])
    func alone(isIndispensable: Bool) throws {
        let chain = try MadeChain(3)
        var scene = SyncScene(chain, isIndispensable: isIndispensable)
        try scene.run(for: 3_600_000_000_000)
        #expect(scene.isFinished == isIndispensable)
        if isIndispensable { #expect(scene.now < 2_000_000_000) }
    }

    @Test("fetches blocks even when the others can do nothing without us: their disks may be ahead of ours")
    func indispensable() throws {
        let chain = try MadeChain(30)
        var scene = SyncScene(chain, isIndispensable: true)
        scene.connect(try SyncScene.peer(0), SyncScene.honest(chain, through: 30))
        try scene.run()
        #expect(scene.isFinished && scene.applied.count == 29)
    }

    @Test("waits for no status of a peer forever")
    func mute() throws {
        let chain = try MadeChain(3)
        var scene = SyncScene(chain)
        scene.connect(try SyncScene.peer(0), SyncScene.honest(chain, through: 0, base: 0))
        scene.connect(try SyncScene.peer(1)) { _, _ in nil }
        try scene.run()
        #expect(scene.isFinished && scene.now < 10_000_000_000)
    }

    @Test("asks for no more large blocks than it has room for")
    func largeBlocks() throws {
        let size = 1 << 20
        let chain = try MadeChain(80, bytes: size)
        var machine = BlockSync(from: chain.point(1, bytesMaximum: 4_194_304), at: Nanoseconds(0))
        var asked: [(height: Height, peer: NodeID)] = []
        func note(_ actions: [SyncAction]) {
            for case .requestBlock(let height, let peer) in actions { asked.append((height, peer)) }
        }
        for index in 0..<8 {
            let id = try SyncScene.peer(index)
            note(machine.peerConnected(id, at: Nanoseconds(0)))
            note(machine.receive(.statusResponse(StatusResponse(height: 80, base: 1)), from: id, at: Nanoseconds(1)))
        }
        // Sixteen of the largest size, before any has come.
        #expect(asked.count == 16)
        var given = 0
        // Nothing is executed: what comes stays.
        while given < asked.count {
            let (height, peer) = asked[given]
            given += 1
            note(machine.receive(.blockResponse(chain.response(height)), from: peer, at: .seconds(1)))
            let onTheirWay = asked.count - given
            #expect((given + onTheirWay) * size <= SyncLimits.windowBytes + size)
        }
        #expect(given > 16 && given * size <= SyncLimits.windowBytes)
    }

    @Test("passes over a peer that trickles large blocks")
    func trickle() throws {
        let chain = try MadeChain(40, bytes: 400_000)
        var machine = BlockSync(from: chain.point(1), at: Nanoseconds(0))
        let id = try SyncScene.peer(0)
        var asked: [Height] = []
        var rested: Int64?
        func note(_ actions: [SyncAction], _ second: Int64) {
            for action in actions {
                if case .requestBlock(let height, _) = action { asked.append(height) }
                if case .rest = action { rested = rested ?? second }
            }
        }
        note(machine.peerConnected(id, at: Nanoseconds(0)), 0)
        note(machine.receive(.statusResponse(StatusResponse(height: 40, base: 1)), from: id, at: Nanoseconds(1)), 0)
        for second in 1..<60 where rested == nil {
            // 40 kB a second: each block comes before the peer counts as silent.
            if second % 10 == 0, !asked.isEmpty {
                note(
                    machine.receive(
                        .blockResponse(chain.response(asked.removeFirst())), from: id, at: .seconds(Int64(second))),
                    Int64(second))
            }
            note(machine.tick(at: .seconds(Int64(second))), Int64(second))
        }
        #expect(rested.map { $0 >= 30 && $0 <= 45 } == true)
    }
}
