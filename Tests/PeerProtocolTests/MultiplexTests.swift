import Chain
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("Multiplex connections")
struct MultiplexTests {
    private func connection(
        _ settings: ConnectionSettings = .test(), peerChannels: [ChannelID] = LocalNode.testChannels
    ) -> MultiplexConnection {
        MultiplexConnection(settings, peerChannels: peerChannels, at: instant())
    }

    private func packets(_ bytes: [UInt8]) throws -> [Packet] {
        var queue = ByteQueue(), packets: [Packet] = []
        bytes.withUnsafeBytes { queue.append($0) }
        while let packet = try queue.takeDelimited(atMost: Packet.bytesMaximum) {
            packets.append(try Packet(protobuf: packet))
        }
        #expect(queue.isEmpty)
        return packets
    }

    private func receive(
        _ bytes: [UInt8], _ connection: inout MultiplexConnection, at now: Instant = instant()
    ) throws -> [ReceivedMessage] {
        var queue = ByteQueue()
        bytes.withUnsafeBytes { queue.append($0) }
        return try connection.receive(&queue, at: now)
    }

    @Test(
        "A message is cut into packets of 1024 bytes, the last marked", arguments: [0, 1, 1023, 1024, 1025, 2048, 5000])
    func cutting(size: Int) throws {
        var left = connection(), right = connection()
        let message = [UInt8](repeating: 3, count: size)
        #expect(left.enqueue(message, on: .consensusData) == true)
        let bytes = left.nextPackets(room: 100_000, at: instant())
        let packets = try packets(bytes)
        #expect(packets.count == max(1, (size + 1023) / 1024))
        for (index, packet) in packets.enumerated() {
            guard case .message(0x21, let isLast, let data) = packet else {
                Issue.record("\(packet)")
                continue
            }
            #expect(isLast == (index == packets.count - 1))
            #expect(data.count == (isLast ? size - 1024 * index : 1024))
        }
        #expect(try receive(bytes, &right) == [ReceivedMessage(channel: .consensusData, bytes: message)])
        #expect(left.takeSent().map(\.count) == [1])
        #expect(left.takeSent().isEmpty)
    }

    @Test("Nothing is sent beyond the room there is, and what is left follows")
    func room() throws {
        var left = connection(), right = connection()
        let message = [UInt8](repeating: 3, count: 10_000)
        #expect(left.enqueue(message, on: .mempool) == true)
        var received: [ReceivedMessage] = [], rounds = 0
        while received.isEmpty {
            let bytes = left.nextPackets(room: 2048, at: instant())
            #expect(!bytes.isEmpty && bytes.count <= 2048)
            received += try receive(bytes, &right)
            rounds += 1
        }
        #expect(rounds == 10)
        #expect(received == [ReceivedMessage(channel: .mempool, bytes: message)])
        #expect(left.nextPackets(room: 1000, at: instant()).isEmpty)
    }

    @Test("A queue takes its capacity and no more; a channel that the peer lacks takes nothing")
    func queues() {
        var left = connection(peerChannels: [.consensusVote, .peerExchange])
        let capacity = ConnectionSettings.waitingMinimum
        for _ in 0..<capacity { #expect(left.enqueue([1], on: .consensusVote) == true) }
        #expect(left.enqueue([1], on: .consensusVote) == false)
        #expect(left.enqueue([1], on: .consensusData) == false)
        // Ours, and not one of the settings.
        #expect(left.enqueue([1], on: .peerExchange) == false)
        _ = left.nextPackets(room: 2000, at: instant())
        #expect(left.enqueue([1], on: .consensusVote) == true)
    }

    @Test("Channels share a connection by their priorities, and what was sent long ago is forgotten")
    func priorities() throws {
        var left = connection()
        let large = [UInt8](repeating: 0, count: 2_000_000)
        #expect(left.enqueue(large, on: .consensusData) && left.enqueue(large, on: .mempool))
        func counts(_ bytes: [UInt8]) throws -> (data: Int, transactions: Int) {
            let packets = try packets(bytes)
            let data = packets.count { if case .message(0x21, _, _) = $0 { true } else { false } }
            return (data, packets.count - data)
        }
        // Priorities are 10 and 5.
        let first = try counts(left.nextPackets(room: 900_000, at: instant()))
        #expect(abs(first.data - 2 * first.transactions) <= 2)
        // A channel that was silent for a while does not get all of the connection for having been silent.
        var right = connection()
        #expect(right.enqueue(large, on: .mempool) == true)
        _ = right.nextPackets(room: 1_000_000, at: instant())
        #expect(right.enqueue(large, on: .consensusData) == true)
        let later = try counts(right.nextPackets(room: 500_000, at: instant(59)))
        #expect(abs(later.data - 2 * later.transactions) <= 10)
    }

    @Test("A message of a channel's largest size arrives, one byte more ends the connection")
    func largestMessage() throws {
        let maximum = try #require(ConnectionSettings.test().channels.first { $0.id == .consensusVote })
            .messageBytesMaximum
        for size in [maximum, maximum + 1] {
            var left = connection(), right = connection()
            #expect(left.enqueue([UInt8](repeating: 1, count: size), on: .consensusVote) == true)
            let bytes = left.nextPackets(room: 2 * size, at: instant())
            if size == maximum {
                #expect(try receive(bytes, &right).first?.bytes.count == size)
            } else {
                #expect(throws: ConnectionError.messageTooLarge(.consensusVote, maximum: maximum)) {
                    _ = try receive(bytes, &right)
                }
            }
        }
    }

    @Test("What no correct peer sends ends the connection")
    func wrongPackets() throws {
        func error(_ bytes: [UInt8]) -> ConnectionError? {
            var right = connection()
            return #expect(throws: ConnectionError.self) { _ = try receive(bytes, &right) }
        }
        for channel in [0x00, 0x50, 0x100, -1] as [Int32] {
            let packet = Packet.message(channel: channel, isLast: true, data: [1])
            #expect(error(packet.delimitedProtobuf) == .unknownChannel(channel))
        }
        // One byte more than the largest packet, of which only the length has come.
        #expect(error(Varint.encode(1035)) == .delimiter(.tooLarge(1035, maximum: 1034)))
        #expect(error([UInt8](repeating: 0xff, count: 10)) == .delimiter(.varintTooLong))
        guard case .packet = error([0x00]) else {
            Issue.record("an empty packet passes")
            return
        }
    }

    @Test("A ping is answered with one pong, however many there were")
    func pongs() throws {
        var right = connection()
        #expect(try receive(Packet.ping.delimitedProtobuf + Packet.ping.delimitedProtobuf, &right).isEmpty)
        #expect(right.hasPackets(at: instant()) == true)
        #expect(try packets(right.nextPackets(room: 2000, at: instant())) == [.pong])
        #expect(right.nextPackets(room: 2000, at: instant()).isEmpty)
    }

    @Test("A peer is asked every minute whether it is there, and has 45 seconds to answer")
    func pings() throws {
        var left = connection()
        #expect(left.nextDeadline == .seconds(60))
        #expect(left.nextPackets(room: 2000, at: instant(59.9)).isEmpty)
        #expect(try packets(left.nextPackets(room: 2000, at: instant(60))) == [.ping])
        #expect(left.nextDeadline == .seconds(105))
        try left.checkTime(at: instant(104.9))
        #expect(throws: ConnectionError.pongTimeout(.seconds(45))) { try left.checkTime(at: instant(105)) }
        // Other traffic is no answer.
        #expect(try receive(Packet.ping.delimitedProtobuf, &left, at: instant(100)).isEmpty)
        #expect(throws: ConnectionError.self) { try left.checkTime(at: instant(105)) }
        #expect(try receive(Packet.pong.delimitedProtobuf, &left, at: instant(104)).isEmpty)
        try left.checkTime(at: instant(105))
        #expect(left.nextDeadline == .seconds(120))
    }

    @Test("No more is sent than the rate allows, and it goes on when the next ten packets are saved up")
    func sendRate() throws {
        var left = connection(.test(sendRate: 1_000_000))
        #expect(left.enqueue([UInt8](repeating: 1, count: 1_000_000), on: .mempool) == true)
        var sent = left.nextPackets(room: 2_000_000, at: instant()).count
        // A tenth of a second's worth, and what is left of the packet that went beyond.
        #expect((100_000...101_036).contains(sent))
        #expect(left.hasPackets(at: instant()) == false)
        var time = left.nextDeadline
        #expect(time > .zero && time < Nanoseconds(20_000_000))
        while left.takeSent().isEmpty {
            let now = Instant(wall: .unixEpoch, monotonic: time)
            let bytes = left.nextPackets(room: 2_000_000, at: now)
            #expect(!bytes.isEmpty)
            sent += bytes.count
            #expect(Int64(sent) <= 101_036 + time.rawValue / 1000)
            time = left.nextDeadline
        }
        #expect((Nanoseconds(800_000_000)...Nanoseconds(1_000_000_000)).contains(time) || time == .seconds(60))
    }

    @Test("After more has come than the rate allows, reading pauses, and not for longer than needed")
    func receiveRate() throws {
        var left = connection(), right = connection(.test(receiveRate: 1_000_000))
        #expect(left.enqueue([UInt8](repeating: 1, count: 250_000), on: .mempool) == true)
        #expect(right.readingPause(at: instant()) == nil)
        let bytes = left.nextPackets(room: 1_000_000, at: instant())
        #expect(try receive(bytes, &right).count == 1)
        let paused = right.readingPause(at: instant())
        let pause = try #require(paused)
        // 150 000 bytes too many, and ten packets.
        #expect((Nanoseconds(150_000_000)...Nanoseconds(165_000_000)).contains(pause))
        #expect(right.readingPause(at: Instant(wall: .unixEpoch, monotonic: pause)) == nil)
    }

    @Test("Short packets count as 512 bytes, so that a flood of them takes no more time than one of long ones")
    func shortPackets() throws {
        var right = connection(.test(receiveRate: 1_000_000))
        _ = try receive((0..<1_000).flatMap { _ in Packet.pong.delimitedProtobuf }, &right)
        let paused = right.readingPause(at: instant())
        let pause = try #require(paused)
        // 512 000 bytes, of which 100 000 were saved up, and ten packets.
        #expect((Nanoseconds(412_000_000)...Nanoseconds(426_000_000)).contains(pause))
        #expect(right.status(at: instant(1)).received.byteCount < 10_000)
    }

    @Test("What can only be a block is refused by its second packet, unless the peer owes one")
    func unsolicitedBlock() throws {
        let settings = ConnectionSettings(
            channels: ChannelDescription.standard(transactionBytesMaximum: 1 << 20), sendRate: 0, receiveRate: 0)
        func receive(_ bytes: Int, owed: Bool) throws(ConnectionError) -> Int {
            var left = connection(settings, peerChannels: ChannelID.standard)
            var right = connection(settings, peerChannels: ChannelID.standard)
            _ = left.enqueue([UInt8](repeating: 0, count: bytes), on: .blockSync)
            var queue = ByteQueue()
            left.nextPackets(room: 10_000_000, at: instant()).withUnsafeBytes { queue.append($0) }
            return try right.receive(&queue, at: instant(), expectsBlocks: owed).count
        }
        #expect(try receive(1_024, owed: false) == 1)
        #expect(throws: ConnectionError.unsolicitedBlock) { try receive(1_025, owed: false) }
        #expect(throws: ConnectionError.unsolicitedBlock) { try receive(5_000_000, owed: false) }
        #expect(try receive(5_000_000, owed: true) == 1)
    }

    @Test("What is told of a connection is what passed")
    func status() throws {
        var left = connection()
        #expect(left.enqueue([UInt8](repeating: 1, count: 5000), on: .mempool) == true)
        #expect(left.enqueue([1], on: .consensusVote) == true)
        _ = left.nextPackets(room: 2072, at: instant(0.5))
        let status = left.status(at: instant(2))
        #expect(status.duration == .seconds(2))
        // A packet of each channel.
        #expect(status.sent.byteCount == 10 + 1034)
        #expect(status.sent.idle(at: instant(2)) == Nanoseconds(1_500_000_000))
        #expect(status.received.byteCount == 0)
        let transactions = try #require(status.channels.first { $0.id == .mempool })
        #expect(transactions.queueSize == 1 && transactions.recentlySent == 1034)
        #expect(status.channels.map(\.id) == [.consensusState, .consensusData, .consensusVote, .mempool])
    }

    @Test("Random packets in random pieces trap nothing, and what is kept is bounded")
    func garbage() {
        for seed in 0..<200 {
            var generator = SeededGenerator(state: UInt64(seed))
            var right = connection(), queue = ByteQueue(), total = 0
            do {
                while total < 50_000 {
                    var bytes = generator.bytes(Int.random(in: 0...40, using: &generator))
                    if Bool.random(using: &generator) {
                        let channel = ([0x20, 0x21, 0x22, 0x30, 0x99] as [Int32]).randomElement(using: &generator) ?? 0
                        let data = generator.bytes(Int.random(in: 0...1024, using: &generator))
                        bytes =
                            Packet.message(channel: channel, isLast: Bool.random(using: &generator), data: data)
                            .delimitedProtobuf
                    }
                    total += bytes.count
                    bytes.withUnsafeBytes { queue.append($0) }
                    _ = try right.receive(&queue, at: instant())
                    #expect(queue.count < Packet.delimitedBytesMaximum)
                }
            } catch {
                continue
            }
        }
    }
}
