import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol
@testable import peer_proxy

@Suite("The proxy between two nodes")
struct RelayTests {
    @Test("Each node takes the proxy for the other one, and hears what that says of itself")
    func introduction() throws {
        var scene = try Scene()
        try scene.run()
        #expect(scene.caller.peer?.0 == scene.nodes.answerer.id)
        #expect(scene.caller.peer?.1 == scene.nodes.answerer.info)
        #expect(scene.answerer.peer?.0 == scene.nodes.caller.id)
        #expect(scene.answerer.peer?.1 == scene.nodes.caller.info)
    }

    @Test("Where nothing is lost every message arrives as it was sent, in the order of its channel")
    func passing() throws {
        var scene = try Scene()
        try scene.run()
        let sizes = [1, 2, 1023, 1024, 1025, 5000, 70_000]
        for (number, size) in sizes.enumerated() {
            let message = [UInt8](repeating: UInt8(number), count: size)
            scene.caller.send(message, on: .consensusData)
            scene.answerer.send(message, on: .mempool)
        }
        try scene.run()
        let sent = sizes.enumerated().map { [UInt8](repeating: UInt8($0), count: $1) }
        #expect(scene.answerer.messages == sent.map { ReceivedMessage(channel: .consensusData, bytes: $0) })
        #expect(scene.caller.messages == sent.map { ReceivedMessage(channel: .mempool, bytes: $0) })
    }

    @Test("What is lost is counted, and the connection goes on")
    func losing() throws {
        var scene = try Scene(dropped: 30)
        try scene.run()
        for round in 0..<10 {
            for number in 0..<20 {
                scene.caller.send([UInt8(round), UInt8(number)], on: .consensusVote)
            }
            try scene.run()
        }
        let count = try #require(scene.relay.tally(from: .caller).counts[.consensusVote])
        #expect(count.messages == 200 && count.dropped > 30)
        #expect(scene.answerer.messages.count == 200 - count.dropped)
        #expect(scene.relay.tally(from: .answerer).counts.isEmpty)
    }

    @Test("A late message waits for its time")
    func late() throws {
        var scene = try Scene(delayed: 100)
        try scene.run()
        scene.caller.send([1], on: .consensusVote)
        try scene.run()
        #expect(scene.answerer.messages == [])
        let due = try #require(scene.relay.nextDue(after: scene.now))
        scene.now = Instant(wall: .unixEpoch, monotonic: due)
        try scene.run()
        #expect(scene.answerer.messages == [ReceivedMessage(channel: .consensusVote, bytes: [1])])
    }

    @Test("Another node than the one whose place it is gets no connection")
    func stranger() throws {
        var scene = try Scene(caller: 3)
        #expect(throws: RelayError.self) { try scene.run() }
    }
}

/// Two nodes with the proxy between them.
private struct Scene {
    struct Node {
        var connection: PeerConnection
        var peer: (NodeID, NodeInfo)?
        var messages: [ReceivedMessage] = []

        mutating func send(_ message: [UInt8], on channel: ChannelID) {
            let isTaken = connection.enqueue(message, on: channel)
            #expect(isTaken)
        }

        mutating func handle(_ events: [PeerConnection.Event], at now: Instant) throws {
            for event in events {
                switch event {
                case .introduced(let id, let info):
                    peer = (id, info)
                    try handle(connection.admit(at: now), at: now)
                case .message(let message): messages.append(message)
                }
            }
        }
    }

    let nodes: (caller: LocalNode, answerer: LocalNode)
    var caller: Node
    var answerer: Node
    var relay: Relay
    var now = Instant(wall: .unixEpoch, monotonic: .zero)

    /// - Parameter caller: The number of the node that calls; 1 is whose place it is.
    init(caller: UInt8 = 1, dropped: Int = 0, delayed: Int = 0) throws {
        nodes = (try Scene.node(caller), try Scene.node(2))
        let settings = ConnectionSettings(
            channels: ChannelDescription.standard(transactionBytesMaximum: 1 << 20), sendRate: 0, receiveRate: 0
        )
        self.caller = Node(
            connection: PeerConnection(
                nodes.caller, settings, ephemeral: .generate(), dialed: nodes.answerer.id, at: now))
        answerer = Node(
            connection: PeerConnection(nodes.answerer, settings, ephemeral: .generate(), dialed: nil, at: now))
        let plan = LossPlan(
            seed: 1, rates: try #require(LossRates(dropped: dropped, delayed: delayed)),
            delays: try #require(DelaySpread(milliseconds: 10, 500)))
        relay = Relay(keys: (try Scene.key(1), nodes.answerer.key), plan, stream: [0])
    }

    private static func key(_ number: UInt8) throws -> Ed25519PrivateKey {
        try #require(Ed25519PrivateKey(seed: [UInt8](repeating: number, count: 32)))
    }

    private static func node(_ number: UInt8) throws -> LocalNode {
        LocalNode(
            key: try key(number), chainID: "chain", faultModel: .byzantine, applicationVersion: 1,
            listenAddress: ByteString("tcp://127.0.0.1:2665\(number)"), version: "0.38.25",
            channels: ChannelID.standard,
            moniker: ByteString("node\(number)"),
            other: NodeInfoOther(transactionIndex: "on", rpcAddress: "tcp://127.0.0.1:26657"))
    }

    /// Carries bytes until there are none.
    mutating func run() throws {
        while true {
            let fromCaller = try caller.connection.nextBytes(room: 5000, at: now)
            let fromAnswerer = try answerer.connection.nextBytes(room: 5000, at: now)
            try fromCaller.withUnsafeBytes { try relay.receive($0, from: .caller, at: now) }
            try fromAnswerer.withUnsafeBytes { try relay.receive($0, from: .answerer, at: now) }
            let toCaller = try relay.nextBytes(for: .caller, room: 5000, at: now)
            let toAnswerer = try relay.nextBytes(for: .answerer, room: 5000, at: now)
            try caller.handle(Scene.receive(toCaller, &caller.connection, at: now), at: now)
            try answerer.handle(Scene.receive(toAnswerer, &answerer.connection, at: now), at: now)
            if [fromCaller, fromAnswerer, toCaller, toAnswerer].allSatisfy(\.isEmpty) { return }
        }
    }

    private static func receive(
        _ bytes: [UInt8], _ connection: inout PeerConnection, at now: Instant
    ) throws -> [PeerConnection.Event] {
        let result = bytes.withUnsafeBytes { bytes in Result { try connection.receive(bytes, at: now) } }
        return try result.get()
    }
}
