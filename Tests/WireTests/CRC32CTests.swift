import Testing
import Wire

@Suite("CRC-32C")
struct CRC32CTests {
    // The algorithm's check value, and the examples of RFC 3720 §B.4, whose bytes stand there lowest first.
    @Test(
        "Published values come out",
        arguments: [
            ([], 0), (Array("123456789".utf8), 0xE306_9283), (Array(repeating: 0, count: 32), 0x8A91_36AA),
            (Array(repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0..<32), 0x46DD_794E),
            (Array((0..<32).reversed()), 0x113F_DB5C),
        ] as [([UInt8], UInt32)])
    func published(_ bytes: [UInt8], _ checksum: UInt32) {
        #expect(bytes.crc32c == checksum)
    }
}
