import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("Getting the genesis")
struct GenesisJoinTests {
    private static let offer = GenesisOffer.test(pieces: 20)

    private func location(_ number: UInt8) throws -> PeerLocation {
        try PeerLocation(parsing: ByteString("\(try NodeID.test(number))@10.0.0.\(number):26656"))
    }

    private func info(
        _ number: UInt8, chain: ByteString = "chain", model: FaultModel = .byzantine,
        channels: [ChannelID] = [.genesis, .peerExchange]
    ) throws -> NodeInfo {
        try LocalNode.test(number, chain: chain, faultModel: model, channels: channels).info
    }

    private func reports(_ actions: [GenesisJoin.Action]) -> [String] {
        actions.compactMap { if case .report(let text) = $0 { text } else { nil } }
    }

    private func failure(_ actions: [GenesisJoin.Action]) -> GenesisJoinError? {
        actions.lazy.compactMap { if case .fail(let error) = $0 { error } else { nil } }.first
    }

    private func requests(_ actions: [GenesisJoin.Action]) -> [UInt32] {
        actions.compactMap { if case .send(.chunkRequest(let index), _) = $0 { index } else { nil } }
    }

    /// Gives what is asked for, as a desk does.
    ///
    /// - Returns: The actions that are no requests.
    private func serve(
        _ join: inout GenesisJoin, _ actions: [GenesisJoin.Action], from peer: NodeID, _ offer: GenesisOffer = offer,
        at now: Nanoseconds = .seconds(1)
    ) throws -> [GenesisJoin.Action] {
        var waiting = actions, others: [GenesisJoin.Action] = []
        while !waiting.isEmpty {
            let action = waiting.removeFirst()
            guard case .send(.chunkRequest(let index), let asked) = action else {
                others.append(action)
                continue
            }
            #expect(asked == peer)
            waiting += join.receive(.chunk(try #require(offer.chunk(index))), from: peer, at: now)
        }
        return others
    }

    @Test("With the chain's name it takes one connection: the genesis comes in pieces, and its hash is right")
    func named() throws {
        var join = GenesisJoin(peers: [try location(1)], chainID: "chain")
        #expect(join.identity == ChainIdentity(network: "chain", blockProtocol: 11))
        #expect(join.connected(try .test(1), try info(1), at: .zero).isEmpty)
        let asked = join.receive(.summary(Self.offer.summary), from: try .test(1), at: .zero)
        #expect(requests(asked) == Array(0..<8))
        let end = try serve(&join, asked, from: .test(1))
        guard case .finish(let summary, let bytes, let source)? = end.first, end.count == 1 else {
            Issue.record("\(end)")
            return
        }
        let first = try location(1)
        #expect(summary == Self.offer.summary && SHA256.hash(bytes) == summary.hash && source == first)
    }

    @Test("Without a name, and on a crash chain, it becomes a node of the chain that it met, and calls again")
    func adopted() throws {
        var join = GenesisJoin(peers: [try location(1)], chainID: nil)
        #expect(join.identity.network.isEmpty)
        let first = join.connected(try .test(1), try info(1, chain: "found", model: .crash), at: .zero)
        let identity = ChainIdentity(network: "found", blockProtocol: 1011)
        guard case .become(let become)? = first.first, first.count == 1 else {
            Issue.record("\(first)")
            return
        }
        #expect(become == identity && join.identity == identity)
        // The peer has hung up meanwhile, which is no fault of its.
        #expect(join.connected(try .test(1), try info(1, chain: "found", model: .crash), at: .zero).isEmpty)
        #expect(!requests(join.receive(.summary(Self.offer.summary), from: try .test(1), at: .zero)).isEmpty)
    }

    @Test("Another chain than the one asked for, or two chains, or one in two fault models, end it")
    func chains() throws {
        var named = GenesisJoin(peers: [try location(1)], chainID: "wanted")
        #expect(
            failure(named.connected(try .test(1), try info(1), at: .zero))
                == .wrongChain(try location(1), theirs: "chain", wanted: "wanted"))
        var two = GenesisJoin(peers: [try location(1), try location(2)], chainID: nil)
        _ = two.connected(try .test(1), try info(1), at: .zero)
        #expect(
            failure(two.connected(try .test(2), try info(2, chain: "other"), at: .zero))
                == .chainsDiffer(try location(2), theirs: "other", others: "chain"))
        #expect(
            failure(two.connected(try .test(2), try info(2, model: .crash), at: .zero))
                == .protocolsDiffer(try location(2), theirs: 1011, others: 11))
    }

    @Test("Two peers with two geneses end it, also when the second comes late")
    func geneses() throws {
        var join = GenesisJoin(peers: [try location(1), try location(2)], chainID: "chain")
        for number in [1, 2] as [UInt8] { _ = join.connected(try .test(number), try info(number), at: .zero) }
        #expect(requests(join.receive(.summary(Self.offer.summary), from: try .test(1), at: .zero)).isEmpty)
        let other = GenesisOffer.test(pieces: 3).summary
        var late = join
        let asked = late.failed(try .test(2), .other("gone"), at: .zero)
        #expect(!requests(asked).isEmpty)
        for var one in [join, late] {
            _ = one.connected(try .test(2), try info(2), at: .zero)
            #expect(
                failure(one.receive(.summary(other), from: try .test(2), at: .zero))
                    == .genesesDiffer(try location(1), Self.offer.summary.hash, try location(2), other.hash))
        }
    }

    @Test("A peer that does not answer is waited for until it failed, or for ten seconds once another has answered")
    func patience() throws {
        var join = GenesisJoin(peers: [try location(1), try location(2)], chainID: "chain")
        _ = join.connected(try .test(1), try info(1), at: .zero)
        #expect(requests(join.receive(.summary(Self.offer.summary), from: try .test(1), at: .zero)).isEmpty)
        #expect(requests(join.tick(at: .seconds(9))).isEmpty)
        #expect(requests(join.tick(at: .seconds(10))).count == 8)
    }

    @Test("What is wrong with a peer is said at once, with what to do, and then ever more rarely")
    func reports() throws {
        var join = GenesisJoin(peers: [try location(1)], chainID: nil)
        let times = (0..<300).filter { second in
            let now = Nanoseconds.seconds(Int64(second))
            return !reports((try? join.failed(.test(1), .other("Connection refused"), at: now)) ?? []).isEmpty
        }
        #expect(times == [0, 5, 15, 35, 75, 135, 195, 255])
        let wrong = reports(join.failed(try .test(1), .wrongNode(try .test(9)), at: .seconds(300)))
        #expect(wrong.count == 1)
        let text = try #require(wrong.first)
        let named = try location(1), answered = try NodeID.test(9)
        #expect(text.contains("\(named)") && text.contains("\(answered)"))
        #expect(text.contains("correct the id"))
    }

    @Test("Software that has no such channel, and a node that has no genesis yet, are passed over, with a line each")
    func useless() throws {
        var join = GenesisJoin(peers: [try location(1), try location(2), try location(3)], chainID: "chain")
        let go = join.connected(try .test(1), try info(1, channels: [.peerExchange, .blockSync]), at: .zero)
        #expect(reports(go).first?.contains("--genesis-url") == true)
        _ = join.connected(try .test(2), try info(2), at: .zero)
        #expect(reports(join.tick(at: .seconds(10))).first?.contains("no genesis itself") == true)
        _ = join.connected(try .test(3), try info(3), at: .seconds(11))
        #expect(!requests(join.receive(.summary(Self.offer.summary), from: try .test(3), at: .seconds(11))).isEmpty)
    }

    @Test("A peer that gives other bytes than it said is dropped, and the next one is asked for all of it")
    func liar() throws {
        var join = GenesisJoin(peers: [try location(1), try location(2)], chainID: "chain")
        for number in [1, 2] as [UInt8] { _ = join.connected(try .test(number), try info(number), at: .zero) }
        _ = join.receive(.summary(Self.offer.summary), from: try .test(1), at: .zero)
        var actions = join.receive(.summary(Self.offer.summary), from: try .test(2), at: .zero)
        for index in 0..<20 as Range<UInt32> {
            let chunk = try #require(Self.offer.chunk(index))
            let bytes = index == 13 ? chunk.bytes.map { $0 ^ 1 } : chunk.bytes
            actions = join.receive(.chunk(GenesisChunk(index: index, bytes: bytes)), from: try .test(1), at: .zero)
        }
        guard case .disconnect(let peer, let reason)? = actions.first else {
            Issue.record("\(actions)")
            return
        }
        let first = try NodeID.test(1)
        #expect(peer == first && reason.contains("\(Self.offer.summary.hash)"))
        let end = try serve(&join, actions.filter { if case .send = $0 { true } else { false } }, from: .test(2))
        guard case .finish(_, _, let source)? = end.first else {
            Issue.record("\(end)")
            return
        }
        #expect(source == (try location(2)))
    }

    @Test("Pieces out of order, of another size, or that nobody asked for drop their giver")
    func pieces() throws {
        var join = GenesisJoin(peers: [try location(1)], chainID: "chain")
        _ = join.connected(try .test(1), try info(1), at: .zero)
        let early = join.receive(.chunk(GenesisChunk(index: 0, bytes: [1])), from: try .test(1), at: .zero)
        _ = join.connected(try .test(1), try info(1), at: .zero)
        _ = join.receive(.summary(Self.offer.summary), from: try .test(1), at: .zero)
        var skipping = join, short = join, asking = join
        let second = try #require(Self.offer.chunk(1))
        for actions in [
            early, skipping.receive(.chunk(second), from: try .test(1), at: .zero),
            short.receive(.chunk(GenesisChunk(index: 0, bytes: [1])), from: try .test(1), at: .zero),
            asking.receive(.chunkRequest(0), from: try .test(1), at: .zero),
        ] {
            #expect(actions.contains { if case .disconnect = $0 { true } else { false } })
        }
    }

    @Test("A transfer that stalls for 15 seconds, or whose giver hangs up, begins anew with another peer")
    func stall() throws {
        var join = GenesisJoin(peers: [try location(1), try location(2)], chainID: "chain")
        for number in [1, 2] as [UInt8] {
            _ = join.connected(try .test(number), try info(number), at: .zero)
            _ = join.receive(.summary(Self.offer.summary), from: try .test(number), at: .zero)
        }
        #expect(requests(join.tick(at: .seconds(14))).isEmpty)
        var cut = join
        for actions in [
            join.tick(at: .seconds(15)), cut.disconnected(try .test(1), reason: "power", at: .seconds(1)),
        ] {
            let asked = actions.compactMap { if case .send(_, let peer) = $0 { peer } else { nil } }
            #expect(asked == [NodeID](repeating: try .test(2), count: 8))
        }
    }

    @Test("A genesis that is too long for this way is not fetched, and the line says what to do")
    func tooLong() throws {
        var join = GenesisJoin(peers: [try location(1)], chainID: "chain")
        _ = join.connected(try .test(1), try info(1), at: .zero)
        let summary = GenesisSummary(hash: SHA256.hash([]), byteCount: GenesisSummary.bytesMaximum + 1)
        let actions = join.receive(.summary(summary), from: try .test(1), at: .zero)
        #expect(requests(actions).isEmpty && reports(actions).first?.contains("--genesis-hash") == true)
    }

    @Test("One that was not called is sent away")
    func stranger() throws {
        var join = GenesisJoin(peers: [try location(1)], chainID: "chain")
        guard case .disconnect? = join.connected(try .test(7), try info(7), at: .zero).first else {
            Issue.record("it stays")
            return
        }
    }
}
