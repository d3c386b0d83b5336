import Chain
import Cryptography
import Glibc
import NIOCore
import NIOPosix
import P2P
import PeerMessages
import PeerProtocol
import Testing
import Wire

@Suite("A network on sockets", .timeLimit(.minutes(10)))
struct PeerNetworkTests {
    private func vote(_ height: Int64) -> PeerMessage {
        .consensus(
            .hasVote(HasVote(height: Height(height), round: 0, type: .prevote, index: 1)))
    }

    private func transaction(_ number: Int, size: Int) -> PeerMessage {
        .mempool(.transactions([Transaction([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: size))]))
    }

    private func connect(_ left: TestNetwork, _ right: TestNetwork) async throws {
        try left.network.dial(try right.location(), isPersistent: false)
        for one in [left, right] { await one.log.wait { events, _ in events.contains { $0.isConnected } } }
    }

    @Test("Two nodes meet, say who they are, and carry messages both ways in order")
    func messages() async throws {
        let left = try await TestNetwork.start(1), right = try await TestNetwork.start(2)
        try await connect(left, right)
        for number in 1...100 as ClosedRange<Int64> {
            left.send(vote(number), to: right.id)
            right.send(transaction(Int(number), size: 5000), to: left.id)
        }
        for one in [left, right] {
            await one.log.wait { events, _ in EventLog.count(events) { $0.isMessage } == 100 }
            await one.log.wait { events, _ in
                events.reduce(0) { if case .sent(_, _, let count) = $1 { $0 + count } else { $0 } } == 100
            }
        }
        #expect(right.log.messages == (1...100).map { vote(Int64($0)) })
        #expect(left.log.messages == (1...100).map { transaction($0, size: 5000) })
        let peers = await left.network.peers()
        #expect(peers.map(\.info.id) == [ByteString(right.id.text)])
        #expect(peers.map(\.isOutbound) == [true] && peers.map(\.remoteIP) == ["127.0.0.1"])
        #expect(await right.network.peers().map(\.isOutbound) == [false])
        #expect(peers.first?.status.channels.count == 5)
        await left.stop()
        await right.log.wait { events, _ in events.contains { $0.isDisconnected } }
        #expect(right.network.peerCount == 0)
        await right.stop()
    }

    @Test("Nodes that call each other at once end with one connection each")
    func bothCall() async throws {
        let left = try await TestNetwork.start(1), right = try await TestNetwork.start(2)
        try left.network.dial(try right.location(), isPersistent: true)
        try right.network.dial(try left.location(), isPersistent: true)
        // A message that arrives both ways shows a connection that both have kept.
        func arrives(_ from: TestNetwork, _ to: TestNetwork, _ number: Int64) async {
            await from.log.wait { events, _ in
                EventLog.count(events) { $0.isConnected } > EventLog.count(events) { $0.isDisconnected }
            }
            from.send(vote(number), to: to.id)
        }
        await arrives(left, right, 1)
        await arrives(right, left, 2)
        for one in [left, right] {
            await one.log.wait { events, _ in
                EventLog.count(events) { $0.isConnected } == EventLog.count(events) { $0.isDisconnected } + 1
            }
        }
        await left.stop()
        await right.stop()
    }

    @Test("A persistent peer that was lost is called again")
    func persistence() async throws {
        let right = try await TestNetwork.start(2)
        let left = try await TestNetwork.start(1, persistent: [try right.location()])
        await left.log.wait { events, _ in events.contains { $0.isConnected } }
        await right.log.wait { events, _ in events.contains { $0.isConnected } }
        right.network.disconnect(left.id, reason: "to see what happens")
        await left.log.wait { events, _ in EventLog.count(events) { $0.isConnected } == 2 }
        let order = left.log.events.filter { $0.isConnected || $0.isDisconnected }.map(\.isConnected)
        #expect(order == [true, false, true])
        await left.stop()
        await right.stop()
    }

    @Test("Another chain, another node than the one called, and this node itself are refused, with the reason")
    func refusals() async throws {
        let left = try await TestNetwork.start(1), right = try await TestNetwork.start(2, chain: "other")
        try left.network.dial(try right.location(), isPersistent: false)
        await left.log.wait { _, notices in notices.contains { $0.contains("peer is on a different network") } }
        await right.log.wait { _, notices in notices.contains { $0.contains("peer is on a different network") } }
        let stranger = NodeID(
            .ed25519(try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 9, count: 32))).publicKey))
        try left.network.dial(try right.location(as: stranger), isPersistent: false)
        await left.log.wait { _, notices in notices.contains { $0.contains("mismatch") } }
        #expect(throws: PeerRefusal.ourselves) { try left.network.dial(try left.location(), isPersistent: false) }
        #expect(left.log.events.isEmpty && right.log.events.isEmpty)
        await left.stop()
        await right.stop()
    }

    @Test("A peer that breaks a rule is dropped, with the rule; what came before it counts")
    func brokenRule() async throws {
        let left = try await TestNetwork.start(1), right = try await TestNetwork.start(2)
        try await connect(left, right)
        left.send(vote(1), to: right.id)
        left.send(
            .consensus(.hasVote(HasVote(height: -1, round: 0, type: .prevote, index: 1))),
            to: right.id)
        await right.log.wait { events, _ in events.contains { $0.isDisconnected } }
        #expect(right.log.messages == [vote(1)])
        guard case .disconnected(_, let reason) = right.log.events.last else { return }
        #expect(reason.contains("message on channel 0x20"))
        await left.stop()
        await right.stop()
    }

    @Test("What nobody waits for goes with the next message to the peer, or when everything is let go")
    func whatMayWait() async throws {
        let left = try await TestNetwork.start(1), right = try await TestNetwork.start(2)
        try await connect(left, right)
        func hasVote(_ number: Int32) -> PeerMessage {
            .consensus(.hasVote(HasVote(height: 1, round: 0, type: .prevote, index: number)))
        }
        func sentBytes() async -> Int64? {
            await left.network.peers().first?.status.channels.first { $0.id == .consensusState }?.recentlySent
        }
        left.network.send(hasVote(1), to: right.id)
        left.network.flush(everything: false)
        // The answer comes from the event loop, behind whatever it was told before.
        #expect(await sentBytes() == 0)
        let step = PeerMessage.consensus(
            .newRoundStep(
                NewRoundStep(height: 1, round: 0, step: .newHeight, secondsSinceStartTime: 0, lastCommitRound: .none)))
        left.network.send(step, to: right.id)
        left.network.flush(everything: false)
        await right.log.wait { events, _ in EventLog.count(events) { $0.isMessage } == 2 }
        #expect(await sentBytes() != 0)
        #expect(right.log.messages == [hasVote(1), step])
        left.network.send(hasVote(2), to: right.id)
        left.network.flush(everything: true)
        await right.log.wait { events, _ in EventLog.count(events) { $0.isMessage } == 3 }
        // So many do not wait for each other.
        for number in 3..<30 as Range<Int32> { left.network.send(hasVote(number), to: right.id) }
        left.network.flush(everything: false)
        await right.log.wait { events, _ in EventLog.count(events) { $0.isMessage } >= 18 }
        await left.stop()
        await right.stop()
    }

    @Test("More callers than may are refused, and a second from the same address unless allowed")
    func limits() async throws {
        let server = try await TestNetwork.start(1, inbound: 1), other = try await TestNetwork.start(2)
        try await connect(other, server)
        let third = try await TestNetwork.start(3)
        try third.network.dial(try server.location(), isPersistent: false)
        await server.log.wait { _, notices in notices.contains { $0.contains("max_num_inbound_peers") } }
        let strict = try await TestNetwork.start(4, duplicateIP: false)
        try other.network.dial(try strict.location(), isPersistent: false)
        await strict.log.wait { events, _ in events.contains { $0.isConnected } }
        try third.network.dial(try strict.location(), isPersistent: false)
        await strict.log.wait { _, notices in notices.contains { $0.contains("duplicate IP") } }
        for one in [server, other, third, strict] { await one.stop() }
    }

    @Test("When the engine is behind, the peer is read no further; when it has caught up, all comes")
    func backPressure() async throws {
        let left = try await TestNetwork.start(1), right = try await TestNetwork.start(2, handles: false)
        try await connect(left, right)
        // 50 MB: more than all buffers of both sides hold.
        let count = 100, size = 500_000
        for number in 0..<count { left.send(transaction(number, size: size), to: right.id) }
        await right.log.wait { events, _ in EventLog.count(events) { $0.isMessage } >= 4 }
        var handled = 0
        while handled < count {
            let next = handled
            await right.log.wait { events, _ in EventLog.count(events) { $0.isMessage } > next }
            let sizes = right.log.events.compactMap { if case .message(_, _, let size) = $0 { size } else { nil } }
            // Two megabytes, one message beyond, and what one read of the socket holds.
            #expect(sizes[handled...].reduce(0, +) < (1 << 21) + 2 * size)
            for size in sizes[handled...] { right.network.handled(size, from: left.id) }
            handled = sizes.count
        }
        #expect(right.log.messages == (0..<count).map { transaction($0, size: size) })
        await left.stop()
        await right.stop()
    }

    @Test("A caller that speaks no protocol of ours is dropped")
    func garbage() async throws {
        let server = try await TestNetwork.start(1)
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let client = try await ClientBootstrap(group: loops).connect(
            host: "127.0.0.1", port: server.network.address.port
        )
        .get()
        try await client.writeAndFlush(ByteBuffer(repeating: 0xff, count: 20)).get()
        try await client.closeFuture.get()
        await server.log.wait { _, notices in notices.contains { $0.contains("no ephemeral key") } }
        await server.stop()
        try await loops.shutdownGracefully()
    }

    @Test("A name that has no address fails the call, and says so")
    func unknownName() async throws {
        let left = try await TestNetwork.start(1), right = try await TestNetwork.start(2)
        // No name ends like this: RFC 6761 §6.4.
        let location = try PeerLocation(parsing: ByteString("\(right.id)@node.invalid:26656"))
        try left.network.dial(location, isPersistent: false)
        await left.log.wait { _, notices in notices.contains { $0.contains("the name node.invalid has no address") } }
        #expect(left.log.events.isEmpty)
        try await connect(left, right)
        await left.stop()
        await right.stop()
    }

    /// Reno is in every kernel, open to everybody, and nobody's default.
    @Test(
        "Both ends send by the congestion control that is set, without waiting to fill packets, and are given up after 30 s",
        arguments: ["reno", "cubic", "nothing-known", "no kernel has such a long name", nil])
    func sockets(_ name: String?) async throws {
        let left = try await TestNetwork.start(1, congestionControl: name.map { ByteString($0) })
        let right = try await TestNetwork.start(2, congestionControl: name.map { ByteString($0) })
        try await connect(left, right)
        let sockets = OpenSocket.connections(port: right.network.address.port)
        #expect(sockets.count == 2)
        let expected = OpenSocket.congestionControl(afterAsking: name)
        if name == "reno" { #expect(expected == "reno") }
        #expect(sockets.map(\.congestionControl) == [expected, expected])
        #expect(sockets.allSatisfy { ($0.number(TCP_NODELAY) ?? 0) != 0 })
        #expect(sockets.map { $0.number(18) } == [30_000, 30_000])
        await left.stop()
        await right.stop()
    }

    @Test("CUBIC is asked for where TCP has nothing to forget, or does not forget it")
    func congestionControl() {
        func preferred(_ milliseconds: Int64, _ restarts: Bool) -> ByteString? {
            CongestionControl.preferred(pause: Nanoseconds(milliseconds * 1_000_000), restartsAfterIdle: restarts)
        }
        #expect(preferred(0, true) == "cubic" && preferred(199, true) == "cubic")
        #expect(preferred(200, true) == nil && preferred(5000, true) == nil)
        #expect(preferred(0, false) == "cubic" && preferred(5000, false) == "cubic")
    }

    @Test("A port that is taken is named")
    func taken() async throws {
        let server = try await TestNetwork.start(1)
        let core = server.network.address
        let error = await #expect(throws: PeerNetworkError.self) {
            let node = LocalNode(
                key: Ed25519PrivateKey.generate(), chainID: "c", faultModel: .byzantine, applicationVersion: 0,
                listenAddress: "tcp://127.0.0.1:1", version: "1", channels: [], moniker: "m",
                other: NodeInfoOther(transactionIndex: "", rpcAddress: ""))
            _ = try await PeerNetwork.start(
                node,
                PeerNetworkSettings(
                    listenAddress: core, connections: ConnectionSettings(channels: []),
                    director: PeerDirectorSettings(), limits: PeerMessageLimits()), seed: 1,
                now: { Instant(wall: .unixEpoch, monotonic: .zero) }, deliver: { _ in }, notice: { _ in })
        }
        #expect(error == .inUse(core))
        await server.stop()
    }

    @Test(
        "Addresses to listen at are read, and wrong ones refused with what is wrong",
        arguments: [
            ("tcp://0.0.0.0:26656", "tcp://0.0.0.0:26656"), ("127.0.0.1:1", "tcp://127.0.0.1:1"),
            ("tcp://[::1]:26656", "tcp://[::1]:26656"), ("tcp://:5", "tcp://:5"),
        ])
    func addresses(text: String, read: String) throws {
        #expect(try PeerListenAddress(text).description == read)
        for wrong in ["unix:///x", "tcp://host", "tcp://host:70000", "tcp://host:x", "::1:5", ""] {
            #expect(throws: PeerNetworkError.self) { _ = try PeerListenAddress(wrong) }
        }
    }
}
