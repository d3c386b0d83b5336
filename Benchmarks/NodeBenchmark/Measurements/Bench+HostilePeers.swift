import Chain
import Foundation
import HostilePeers
import PeerMessages
import Synchronization
import Wire

// What peers that want to do harm do to a network of four, and to the memory of the node that they call.
extension Bench {
    /// Blocks a second of four validators, without a pause and with one of 100 ms, while three strangers send one of them as many
    /// short messages as it takes.
    func flood() throws -> [(figure: Figure, value: Double)] {
        let paced = [NodeSetting("consensus", "timeout_commit", "\"100ms\"")]
        return try flood("four validators", .withoutPause) + flood("four validators, 100 ms after each block", paced)
    }

    private func flood(_ name: String, _ settings: [NodeSetting]) throws -> [(figure: Figure, value: Double)] {
        let network = try NodeNetwork(self, settings: settings)
        defer { network.stop() }
        try network.nodes[0].reach(10)
        let calm = try blockRate(network.nodes[3])
        let flood = try Flood(of: network, port: Int(port))
        let disturbed = try blockRate(network.nodes[3])
        let messages = flood.stop()
        return [
            (Figure("\(name): empty blocks a second", .perSecond), calm),
            (Figure("\(name), one of them flooded: empty blocks a second", .perSecond), disturbed),
            (
                Figure("\(name), one of them flooded: messages it takes a second", .perSecond),
                Double(messages) * 1e9 / Double(nanoseconds)
            ),
        ]
    }

    private func blockRate(_ node: RunningNode) throws -> Double {
        let before = try node.height()
        try pause(until: before.time + nanoseconds)
        let after = try node.height()
        return Double(after.height - before.height) * 1e9 / Double(after.time - before.time)
    }

    /// What 40 peers that called cost, what 500 sockets that say nothing, and what a message of 10 MiB that nobody asked for.
    func strangers() throws -> [(figure: Figure, value: Double)] {
        let network = try NodeNetwork(self, settings: .forNetworks)
        defer { network.stop() }
        let node = network.nodes[0], port = Int(port), chainID = try network.chainID()
        try node.reach(10)
        func resident() throws -> Double { try ProcessFigures(of: node.process.identifier).anonymous }
        let before = try resident()
        // Three of them are the other validators, if they called.
        let peers = try (0..<37).map { try HostilePeer($0, port: port, chainID: chainID) }
        for peer in peers { try peer.send(Flood.trifle) }
        try pause(until: Clock.now() + 2_000_000_000)
        let withPeers = try resident()
        var silent = try (0..<500).map { _ in try HostileSocket(port: port) }
        let start = Clock.now()
        let late = try? HostilePeer(99, port: port, chainID: chainID)
        let waited = Clock.now() - start
        let withSockets = try resident()
        withExtendedLifetime((peers, silent, late)) {}
        silent = []
        try ProcessFigures.resetPeak(of: node.process.identifier)
        let beforeMessage = try ProcessFigures(of: node.process.identifier).resident
        // As a block it would be well-formed so far.
        let message = [0x1a] + Varint.encode(10 << 20) + [UInt8](repeating: 0, count: 10 << 20)
        for (number, channel) in [ChannelID.blockSync, .mempool].enumerated() {
            let peer = peers[number]
            try peer.send(HostilePeer.packets(of: message, on: channel))
            if !peer.isClosed() { throw BenchmarkError("a message of 10 MiB on channel \(channel) was taken") }
        }
        let peak = try ProcessFigures(of: node.process.identifier).peak
        return [
            (Figure("37 more inbound peers", .megabytes), withPeers - before),
            (Figure("500 silent sockets beside them", .megabytes), withSockets - withPeers),
            (Figure("an honest caller beside 500 silent sockets", .milliseconds), Double(waited) / 1e6),
            (Figure("two messages of 10 MiB that nobody asked for, at most", .megabytes), peak - beforeMessage),
        ]
    }
}

/// Strangers that send one of a network's nodes as much as it takes.
private final class Flood: Sendable {
    /// A valid message that says nothing new.
    static let trifle = HostilePeer.packets(
        of: ConsensusMessage.hasVote(HasVote(height: 1, round: 0, type: .prevote, index: 0)).protobuf,
        on: .consensusState)
    private static let peers = 3
    private static let messagesAtOnce = 500

    private let isOver = Atomic(false)
    private let sent = Atomic(0)
    private let threads = DispatchGroup()

    init(of network: NodeNetwork, port: Int) throws {
        let chainID = try network.chainID()
        let bytes = (0..<Flood.messagesAtOnce).flatMap { _ in Flood.trifle }
        for number in 0..<Flood.peers {
            let thread = Thread { [self] in
                defer { threads.leave() }
                guard let peer = try? HostilePeer(number, port: port, chainID: chainID) else { return }
                while !isOver.load(ordering: .relaxed), (try? peer.send(bytes)) == true {
                    sent.add(Flood.messagesAtOnce, ordering: .relaxed)
                }
            }
            threads.enter()
            thread.start()
        }
    }

    /// - Returns: How many messages were taken.
    func stop() -> Int {
        isOver.store(true, ordering: .relaxed)
        threads.wait()
        return sent.load(ordering: .relaxed)
    }
}
