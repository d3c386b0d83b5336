import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@Suite("Whom a peer is connected to")
struct LinksTests {
    private func node(_ number: Int) throws -> NodeID {
        let bytes = (0..<20).map { UInt8(truncatingIfNeeded: number >> ($0 % 4 * 8)) }
        return NodeID(address: try #require(Address(bytes)))
    }

    @Test("comes back as it was said, on its own channel", arguments: [0, 1, 3, PeerLinks.countMaximum])
    func roundTrip(count: Int) throws {
        let message = PeerMessage.links(PeerLinks(try (0..<count).map(node)))
        #expect(message.channel == .links && message.mayWait)
        let read = try PeerMessage(protobuf: message.protobuf, on: .links)
        #expect(read == message)
        try read.validate(PeerMessageLimits())
        #expect(message.protobuf.count <= ChannelDescription.links.messageBytesMaximum)
    }

    @Test("has a name for each node, of the size of an address")
    func bytes() throws {
        let address = (0..<5).flatMap { _ in [2, 1, 0, 0] as [UInt8] }
        #expect(PeerLinks([try node(0x0102)]).protobuf == [0x0a, 20] + address)
        #expect(throws: DecodingError.self) { try PeerLinks(protobuf: [0x0a, 2, 1, 1]) }
    }

    @Test("names no more than so many")
    func bound() throws {
        let links = PeerLinks(try (0...PeerLinks.countMaximum).map(node))
        #expect(throws: DecodingError.self) { try PeerLinks(protobuf: links.protobuf) }
        #expect(throws: ValidationError.self) { try links.validate() }
    }

    @Test("decodes or throws, wherever it is cut and whatever it is made of")
    func damage() throws {
        let bytes = PeerLinks(try (0..<3).map(node)).protobuf
        for count in bytes.indices where count % 22 != 0 {
            #expect(throws: DecodingError.self) { try PeerLinks(protobuf: Array(bytes.prefix(count))) }
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let noise = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? PeerLinks(protobuf: noise)
        }
    }
}
