import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}

/// A moment so many seconds after the tests begin.
func instant(_ seconds: Double = 0) -> Instant {
    let time = Nanoseconds(Int64(seconds * 1e9))
    return Instant(wall: Timestamp.unixEpoch.adding(time), monotonic: time)
}

extension Ed25519PrivateKey {
    /// A key of the tests.
    static func test(_ number: UInt8) throws -> Ed25519PrivateKey {
        try #require(Ed25519PrivateKey(seed: [UInt8](repeating: number, count: 32)))
    }
}

extension X25519PrivateKey {
    /// A key of the tests.
    static func test(_ number: UInt8) throws -> X25519PrivateKey {
        try #require(X25519PrivateKey([UInt8](repeating: number &+ 100, count: 32)))
    }
}

extension NodeID {
    static func test(_ number: UInt8) throws -> NodeID {
        NodeID(.ed25519(try Ed25519PrivateKey.test(number).publicKey))
    }
}

extension LocalNode {
    static let testChannels: [ChannelID] = [.consensusState, .consensusData, .consensusVote, .mempool]

    /// A node of the tests.
    static func test(
        _ number: UInt8, chain: ByteString = "chain", faultModel: FaultModel = .byzantine,
        channels: [ChannelID] = testChannels, moniker: ByteString = "node"
    ) throws -> LocalNode {
        LocalNode(
            key: try .test(number), chainID: chain, faultModel: faultModel, applicationVersion: 1,
            listenAddress: "tcp://127.0.0.1:26656", version: "0.38.25", channels: channels, moniker: moniker,
            other: NodeInfoOther(transactionIndex: "on", rpcAddress: "tcp://127.0.0.1:26657"))
    }
}

extension ConnectionSettings {
    /// The standard channels, without limits.
    static func test(sendRate: Int = 0, receiveRate: Int = 0) -> ConnectionSettings {
        ConnectionSettings(
            channels: ChannelDescription.standard(transactionBytesMaximum: 1 << 20).filter {
                LocalNode.testChannels.contains($0.id)
            }, sendRate: sendRate, receiveRate: receiveRate)
    }
}

/// Bytes in hexadecimal.
func hex(_ digits: String) throws -> [UInt8] { try #require(Hex.decode(digits)) }

extension PeerConnection {
    mutating func receive(_ bytes: [UInt8], at now: Instant) throws(PeerConnectionError) -> [Event] {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(PeerConnectionError) -> [Event] in try receive(bytes, at: now) }
        }
        return try result.get()
    }
}

/// Two connections back to back.
struct Pair {
    var left: PeerConnection
    var right: PeerConnection
    var toRight: [UInt8] = []
    var toLeft: [UInt8] = []
    var leftMessages: [ReceivedMessage] = []
    var rightMessages: [ReceivedMessage] = []
    var leftPeer: NodeInfo?
    var rightPeer: NodeInfo?
    var generator: SeededGenerator

    init(
        _ left: LocalNode, _ right: LocalNode, dialed: NodeID? = nil, settings: ConnectionSettings = .test(),
        seed: UInt64 = 1
    ) throws {
        self.left = PeerConnection(
            left, settings, ephemeral: try .test(1), dialed: dialed ?? right.id, at: instant())
        self.right = PeerConnection(right, settings, ephemeral: try .test(2), dialed: nil, at: instant())
        generator = SeededGenerator(state: seed)
    }

    /// Carries bytes to and fro in chunks of random sizes until there are none.
    mutating func run(at now: Instant = instant(), chunkMaximum: Int = 3000) throws {
        while true {
            toRight += try left.nextBytes(room: 5000, at: now)
            toLeft += try right.nextBytes(room: 5000, at: now)
            if toRight.isEmpty && toLeft.isEmpty { return }
            let goesRight = toLeft.isEmpty || (!toRight.isEmpty && Bool.random(using: &generator))
            let size = Int.random(in: 1...chunkMaximum, using: &generator)
            if goesRight {
                let chunk = Array(toRight.prefix(size))
                toRight.removeFirst(chunk.count)
                try handle(right.receive(chunk, at: now), isLeft: false, at: now)
            } else {
                let chunk = Array(toLeft.prefix(size))
                toLeft.removeFirst(chunk.count)
                try handle(left.receive(chunk, at: now), isLeft: true, at: now)
            }
        }
    }

    private mutating func handle(_ events: [PeerConnection.Event], isLeft: Bool, at now: Instant) throws {
        for event in events {
            switch (event, isLeft) {
            case (.introduced(_, let info), true):
                leftPeer = info
                try handle(left.admit(at: now), isLeft: true, at: now)
            case (.introduced(_, let info), false):
                rightPeer = info
                try handle(right.admit(at: now), isLeft: false, at: now)
            case (.message(let message), true): leftMessages.append(message)
            case (.message(let message), false): rightMessages.append(message)
            }
        }
    }
}
