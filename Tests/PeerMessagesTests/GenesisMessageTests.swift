import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@Suite("Messages about the genesis")
struct GenesisMessageTests {
    /// Each message, in its bytes: what stands here is what nodes of this version say.
    private static let known: [(hex: String, message: GenesisMessage)] = [
        (
            "0a250a20" + String(repeating: "ab", count: 32) + "10ac02",
            .summary(GenesisSummary(hash: Hash([UInt8](repeating: 0xab, count: 32)) ?? SHA256.hash([]), byteCount: 300))
        ),
        ("12020807", .chunkRequest(7)),
        ("1200", .chunkRequest(0)),
        ("1a0708031203010203", .chunk(GenesisChunk(index: 3, bytes: [1, 2, 3]))),
    ]

    @Test("They are what they were in the first version, and come back", arguments: known.indices)
    func bytes(_ number: Int) throws {
        let (hex, message) = Self.known[number]
        #expect(Hex.lowercase(PeerMessage.genesis(message).protobuf) == hex)
        let bytes = try #require(Hex.decode(hex))
        #expect(try PeerMessage(protobuf: bytes, on: .genesis) == .genesis(message))
        #expect(PeerMessage.genesis(message).channel == .genesis)
        for count in bytes.indices {
            _ = try? PeerMessage(protobuf: Array(bytes.prefix(count)), on: .genesis)
        }
    }

    @Test("Fields that a later version may add are passed over")
    func laterVersions() throws {
        #expect(try GenesisMessage(protobuf: [0x12, 0x04, 0x08, 7, 0x50, 1]) == .chunkRequest(7))
        #expect(throws: DecodingError.self) { try GenesisMessage(protobuf: [0x22, 0]) }
        #expect(throws: DecodingError.self) { try GenesisMessage(protobuf: []) }
    }

    @Test("Random bytes never trap")
    func random() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<60, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if !bytes.isEmpty { bytes[0] = [0x0a, 0x12, 0x1a, bytes[0]].randomElement() ?? 0 }
            if let message = try? PeerMessage(protobuf: bytes, on: .genesis) {
                _ = try? message.validate(PeerMessageLimits())
            }
        }
    }

    @Test(
        "A hash of another length, an empty genesis, a piece too many, and pieces without bytes or with too many are refused"
    )
    func rules() throws {
        #expect(throws: DecodingError.self) { try GenesisMessage(protobuf: [0x0a, 0x05, 0x0a, 0x01, 1, 0x10, 1]) }
        let hash = SHA256.hash([])
        let broken: [GenesisMessage] = [
            .summary(GenesisSummary(hash: hash, byteCount: 0)), .chunkRequest(GenesisSummary.chunksMaximum),
            .chunk(GenesisChunk(index: 0, bytes: [])),
            .chunk(GenesisChunk(index: 0, bytes: [UInt8](repeating: 1, count: GenesisChunk.bytesMaximum + 1))),
        ]
        for message in broken {
            #expect(throws: ValidationError.self) { try PeerMessage.genesis(message).validate(PeerMessageLimits()) }
        }
        let largest = GenesisMessage.chunk(
            GenesisChunk(index: .max, bytes: [UInt8](repeating: 1, count: GenesisChunk.bytesMaximum)))
        #expect(largest.protobuf.count <= ChannelDescription.genesis.messageBytesMaximum)
        try PeerMessage.genesis(largest).validate(PeerMessageLimits())
    }

    @Test("A genesis has as many pieces as it takes", arguments: [(1, 1), (65_536, 1), (65_537, 2), (131_072, 2)])
    func chunkCount(_ bytes: UInt64, _ count: UInt32) {
        #expect(GenesisSummary(hash: SHA256.hash([]), byteCount: bytes).chunkCount == count)
        #expect(GenesisSummary(hash: SHA256.hash([]), byteCount: .max).chunkCount == .max)
    }
}
