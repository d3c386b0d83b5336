import Chain
import CheckpointFixtures
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import Checkpoints

/// A fetch, and peers that answer as they are told.
private struct Scene {
    let chain: SignedChain
    let outline: CheckpointOutline
    let offer: SnapshotOffer
    /// What an honest peer has, by number.
    let pieces: [[UInt8]]
    let peers: [PeerLocation]
    var fetch: SnapshotFetch
    var now = Nanoseconds.seconds(100)
    /// What was asked of a peer and not answered.
    var asked: [NodeID: [ChunkRequest]] = [:]
    var reports: [String] = []
    var failure: String?
    var disconnected: [NodeID] = []
    var written: [Int] = []
    var judged = 0
    var discarded = 0
    var isComplete = false
    var mostAsked = 0

    init(
        _ count: Int = 3, wanted: (inout SnapshotWanted) -> Void = { _ in },
        settings: (inout SnapshotFetchSettings) -> Void = { _ in }
    ) throws {
        chain = try Scene.chain.get()
        outline = try Scene.outline.get()
        offer = try #require(outline.offer)
        let all = try Scene.pieces.get()
        pieces = all
        peers = try (0..<count).map { number in
            try PeerLocation(parsing: ByteString("\(String(repeating: "\(number)a", count: 20))@127.0.0.1:1"))
        }
        var wish = SnapshotWanted(genesisHash: offer.metadata.genesisHash)
        wanted(&wish)
        var choice = SnapshotFetchSettings()
        settings(&choice)
        fetch = SnapshotFetch(peers: peers, wanted: wish, settings: choice, at: now)
    }

    private static let chain = Result { try SignedChain.large(pieces: 8) }
    private static let outline = Result { try chain.get().outline() }
    private static let pieces = Result { try chain.get().pieces() }

    func peer(_ number: Int) -> NodeID { peers[number].id }

    mutating func take(_ actions: [SnapshotFetch.Action]) {
        for action in actions {
            switch action {
            case .send(.chunkRequest(let request), let peer): asked[peer, default: []].append(request)
            case .send: break
            case .disconnect(let peer, _): disconnected.append(peer)
            case .report(let line): reports.append(line)
            case .judge: judged += 1
            case .open, .complete: break
            case .write(let piece, let chunk):
                #expect(chunk == outline.chunk(piece, body: pieces[piece + 1]))
                written.append(piece)
            case .discard: discarded += 1
            case .fail(let reason): failure = reason
            }
            if case .complete = action { isComplete = true }
        }
        mostAsked = max(mostAsked, asked.values.reduce(0) { $0 + $1.count })
    }

    mutating func connect(_ numbers: Int..., offering offers: [SnapshotOffer]? = nil) {
        for number in numbers {
            take(fetch.connected(peer(number), channels: ChannelID.standard, at: now))
            for offer in offers ?? [offer] {
                take(fetch.receive(.snapshotsResponse(offer.message), from: peer(number), at: now))
            }
        }
    }

    mutating func wait(_ seconds: Int64) {
        for _ in 0..<seconds {
            now = Nanoseconds(now.rawValue + Nanoseconds.seconds(1).rawValue)
            take(fetch.tick(at: now))
        }
    }

    /// A peer answers what it was asked first.
    mutating func answer(_ number: Int, _ change: (inout [UInt8]?) -> Void = { _ in }) {
        guard var list = asked[peer(number)], !list.isEmpty else { return }
        let request = list.removeFirst()
        asked[peer(number)] = list
        var chunk: [UInt8]? = pieces[Int(request.index)]
        change(&chunk)
        let response = ChunkResponse(
            height: request.height, format: request.format, index: request.index, chunk: chunk, isMissing: chunk == nil)
        take(fetch.receive(.chunkResponse(response), from: peer(number), at: now))
    }

    mutating func open(having pieces: Set<Int> = []) {
        take(fetch.judged(.trusted, at: now))
        take(fetch.opened(having: pieces, at: now))
    }

    mutating func write() {
        for piece in written { take(fetch.written(piece, at: now)) }
        written = []
    }

    /// Until the outline is here and its block was believed.
    mutating func begin() {
        wait(2)
        for number in peers.indices { answer(number) }
        open()
    }

    /// Peers answer in turns until nothing is asked.
    mutating func finish() {
        for _ in 0..<100 {
            for number in peers.indices { answer(number) }
            write()
        }
    }
}

@Suite("Fetching a checkpoint")
struct SnapshotFetchTests {
    @Test("The pieces come from all peers that have it, four at a time; then it is whole")
    func parallel() throws {
        var scene = try Scene()
        scene.connect(0, 1, 2)
        #expect(scene.asked.isEmpty)
        scene.wait(2)
        #expect(scene.asked.values.flatMap { $0 }.map(\.index) == [0])
        for number in 0..<3 { scene.answer(number) }
        #expect(scene.judged == 1 && scene.asked.values.allSatisfy(\.isEmpty))
        scene.open()
        #expect(Set(scene.asked.values.map(\.count)) == [1, 2] && scene.asked.count == 3)
        scene.finish()
        #expect(scene.isComplete && scene.mostAsked == 4 && scene.failure == nil && scene.reports == [])
    }

    @Test("What is not written yet counts as asked for, so memory holds four pieces")
    func slowDisk() throws {
        var scene = try Scene()
        scene.connect(0, 1, 2)
        scene.begin()
        for _ in 0..<20 { for number in 0..<3 { scene.answer(number) } }
        #expect(scene.written.count == 4)
        scene.write()
        scene.finish()
        #expect(scene.isComplete)
    }

    @Test("What is there from before is not asked for again; when all of it is, nothing is")
    func resumed() throws {
        for count in [0, 3, 8] {
            var scene = try Scene(1)
            scene.connect(0)
            scene.wait(2)
            scene.answer(0)
            scene.open(having: Set(0..<count))
            var indexes: [UInt32] = []
            while let next = scene.asked[scene.peer(0)]?.first {
                indexes.append(next.index)
                scene.answer(0)
                scene.write()
            }
            #expect(indexes == Array(UInt32(count + 1)..<9) && scene.isComplete)
        }
    }

    @Test("Of several the highest is taken, but for one that was begun, or the one that was asked for")
    func choice() throws {
        func chosen(_ wanted: (inout SnapshotWanted) -> Void) throws -> UInt64? {
            var scene = try Scene(2, wanted: wanted)
            let others = [5, 7].map {
                SnapshotOffer(
                    height: $0, chunks: 2, hash: SHA256.hash([UInt8($0)]),
                    metadata: SnapshotMetadata(
                        genesisHash: scene.offer.metadata.genesisHash, blockHash: SHA256.hash([1, UInt8($0)]),
                        byteCount: 1))
            }
            scene.connect(0, offering: [others[0]])
            scene.connect(1, offering: others)
            scene.wait(2)
            return scene.asked.values.first?.first?.height
        }
        #expect(try chosen { _ in } == 7)
        #expect(try chosen { $0.height = 5 } == 5)
        #expect(try chosen { $0.height = 6 } == nil)
        #expect(try chosen { $0.begun = SHA256.hash([5]) } == 5)
        #expect(try chosen { $0.block = TrustedBlock(height: 5, hash: SHA256.hash([1, 5])) } == 5)
        #expect(try chosen { $0.block = TrustedBlock(height: 5, hash: SHA256.hash([1, 6])) } == nil)
    }

    @Test("A peer that sends a changed piece is named and left, and the others give what it owed", arguments: [1, 3])
    func changedPiece(_ liars: Int) throws {
        var scene = try Scene()
        scene.connect(0, 1, 2)
        scene.begin()
        for number in 0..<liars { scene.answer(number) { $0?[5] ^= 1 } }
        #expect(scene.disconnected == (0..<liars).map(scene.peer))
        for number in 0..<liars {
            #expect(
                scene.reports.contains {
                    $0.hasPrefix("peer \(scene.peers[number]) sent piece ")
                        && $0.contains(" of the checkpoint of height 2 changed")
                }, "\(scene.reports)")
        }
        scene.finish()
        if liars < 3 {
            #expect(scene.isComplete && scene.failure == nil)
            // It is not let in again.
            scene.connect(0)
            #expect(scene.disconnected.count == liars + 1)
        } else {
            let reason = try #require(scene.failure)
            for peer in scene.peers { #expect(reason.contains("\(peer): sent piece")) }
            #expect(scene.discarded == 1 && !scene.isComplete)
        }
    }

    @Test("An outline that is changed, or of another checkpoint, is its giver's alone")
    func changedOutline() throws {
        let other = try SignedChain.sample(20).pieces()[0]
        for change in [{ $0[$0.count - 5] ^= 1 }, { $0 = other }, { $0 = [] }] as [(inout [UInt8]) -> Void] {
            var scene = try Scene(2)
            scene.connect(0, 1)
            scene.wait(2)
            let first = try #require((0..<2).first { scene.asked[scene.peer($0)]?.isEmpty == false })
            scene.answer(first) { bytes in
                var changed = bytes ?? []
                change(&changed)
                bytes = changed
            }
            #expect(scene.disconnected == [scene.peer(first)] && scene.judged == 0)
            scene.answer(1 - first)
            scene.open()
            scene.finish()
            #expect(scene.isComplete)
        }
    }

    @Test(
        "A checkpoint that is not the trusted chain's is not fetched, and who offers it is left; another one is taken")
    func falseCheckpoint() throws {
        var scene = try Scene()
        let better = SnapshotOffer(
            height: 99, chunks: scene.offer.chunks, hash: scene.offer.hash, metadata: scene.offer.metadata)
        // It has another height than it says.
        scene.connect(0, offering: [better])
        scene.connect(1, 2)
        scene.wait(2)
        scene.answer(0)
        #expect(scene.disconnected == [scene.peer(0)])
        scene.wait(2)
        scene.answer(1)
        scene.answer(2)
        scene.take(scene.fetch.judged(.false("another hash"), at: scene.now))
        #expect(scene.disconnected.count == 3 && scene.discarded >= 1)
        #expect(scene.failure?.contains("offers a checkpoint that is not the chain's: another hash") == true)
        // Nobody could be asked: that is nobody's fault.
        scene = try Scene(1)
        scene.connect(0)
        scene.wait(2)
        scene.answer(0)
        scene.take(scene.fetch.judged(.unknown("no server answers"), at: scene.now))
        scene.wait(20)
        #expect(scene.disconnected.isEmpty && scene.discarded == 0)
        #expect(scene.failure?.contains("that of height 2: no server answers") == true)
        // All pieces are right and the whole is not.
        scene = try Scene(1)
        scene.connect(0)
        scene.begin()
        scene.finish()
        scene.take(scene.fetch.refused("its state is not the chain's", at: scene.now))
        #expect(scene.disconnected == [scene.peer(0)] && scene.discarded >= 1 && scene.failure != nil)
    }

    @Test("A peer of another chain, one that offers no end, and one that sends unasked are left")
    func falsePeers() throws {
        var scene = try Scene()
        let foreign = SnapshotOffer(
            height: 2, chunks: 2, hash: SHA256.hash([1]),
            metadata: SnapshotMetadata(genesisHash: SHA256.hash([9]), blockHash: SHA256.hash([1]), byteCount: 1))
        scene.connect(0, offering: [foreign])
        #expect(scene.disconnected == [scene.peer(0)])
        scene.connect(
            1,
            offering: (0..<21).map {
                SnapshotOffer(height: UInt64($0 + 5), chunks: 1, hash: SHA256.hash([1]), metadata: scene.offer.metadata)
            })
        #expect(scene.disconnected == [scene.peer(0), scene.peer(1)])
        scene.connect(2)
        let response = ChunkResponse(
            height: 2, format: SnapshotFormat.number, index: 1, chunk: [1], isMissing: false)
        scene.take(scene.fetch.receive(.chunkResponse(response), from: scene.peer(2), at: scene.now))
        #expect(scene.disconnected.count == 3 && scene.failure != nil)
        // Who was not called is not asked.
        let stranger = try NodeID(String(repeating: "ef", count: 20))
        guard case .disconnect(stranger, _)? = scene.fetch.connected(stranger, channels: [], at: scene.now).first else {
            Issue.record("a stranger was let in")
            return
        }
    }

    @Test("A checkpoint of another application is passed over, and a peer that has none is no liar")
    func otherApplications() throws {
        var scene = try Scene(2)
        scene.connect(0, offering: [])
        let other = SnapshotsResponse(height: 900, format: 1, chunks: 3, hash: [1], metadata: [])
        scene.take(scene.fetch.receive(.snapshotsResponse(other), from: scene.peer(0), at: scene.now))
        scene.connect(1)
        scene.begin()
        scene.finish()
        #expect(scene.isComplete && scene.disconnected.isEmpty)
    }

    @Test("Who gives nothing for ten seconds is passed over, and asked again; three times, and it is left")
    func silence() throws {
        var scene = try Scene(2)
        scene.connect(0, 1)
        scene.begin()
        #expect(scene.asked.values.allSatisfy { $0.count == 2 })
        for _ in 0..<40 {
            scene.wait(1)
            scene.answer(1)
            scene.write()
        }
        #expect(scene.isComplete)
        #expect(
            scene.reports.first
                == "peer \(scene.peers[0]) gave no piece for \(Nanoseconds.seconds(10)): others are asked")
        // A late answer is no lie.
        scene.answer(0)
        #expect(scene.disconnected.isEmpty)

        scene = try Scene(1)
        scene.connect(0)
        scene.begin()
        scene.wait(60)
        #expect(scene.disconnected == [scene.peer(0)] && scene.failure?.contains("3 times") == true)
        #expect(scene.discarded == 0, "what was fetched is not false")
    }

    @Test("When retention removes what is fetched, the next one is taken; nobody is called a liar")
    func removed() throws {
        var scene = try Scene(2)
        scene.connect(0, 1)
        scene.begin()
        for number in [0, 1] { scene.answer(number) { $0 = nil } }
        #expect(scene.reports.contains { $0.contains("has the checkpoint of height 2 no more") })
        #expect(scene.reports.last == "no peer gives the checkpoint of height 2 any more")
        // What was asked for meanwhile comes, and is of no use.
        for number in [0, 1] { scene.answer(number) }
        #expect(scene.disconnected.isEmpty && scene.discarded == 0)
        scene.connect(0)
        scene.begin()
        scene.finish()
        #expect(scene.isComplete)
    }

    @Test("A connection that is lost and comes back goes on")
    func reconnected() throws {
        var scene = try Scene(1)
        scene.connect(0)
        scene.begin()
        scene.answer(0)
        scene.write()
        scene.take(scene.fetch.disconnected(scene.peer(0), reason: "gone", at: scene.now))
        scene.asked = [:]
        scene.wait(3)
        scene.connect(0)
        scene.wait(2)
        scene.answer(0)
        scene.open(having: [0])
        scene.finish()
        #expect(scene.isComplete && scene.failure == nil)
    }

    @Test("A checkpoint of more pieces than the settings allow is not taken, and its peer is no liar")
    func tooManyPieces() throws {
        var scene = try Scene(1, settings: { $0.chunksMaximum = 8 })
        scene.connect(0)
        scene.wait(20)
        #expect(scene.asked.isEmpty && scene.failure != nil && scene.disconnected.isEmpty)
        #expect(scene.reports.first?.contains("9 pieces, more than statesync.max_snapshot_chunks") == true)
    }

    @Test("Without peers that have any it ends after fifteen seconds with what each said; or waits, if it may")
    func nothing() throws {
        for waits in [false, true] {
            var scene = try Scene(3, settings: { $0.waits = waits })
            scene.connect(0, offering: [])
            scene.take(scene.fetch.failed(scene.peer(1), "Connection refused", at: scene.now))
            scene.wait(20)
            #expect((scene.failure == nil) == waits)
            if waits {
                scene.connect(2)
                scene.begin()
                scene.finish()
                #expect(scene.isComplete)
            } else {
                let reason = try #require(scene.failure)
                #expect(reason.contains("offers none") && reason.contains("does not answer: Connection refused"))
                #expect(reason.contains("has not answered yet"))
            }
        }
    }
}
