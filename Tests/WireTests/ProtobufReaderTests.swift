import Testing
import Wire

@Suite("Reading protobuf")
struct ProtobufReaderTests {
    @Test("What was written is read again")
    func roundTrip() throws {
        #expect(try ExampleMessage(protobuf: ExampleMessage.full.protobuf) == .full)
        #expect(try ExampleMessage(protobuf: []) == ExampleMessage())
    }

    @Test("A message cut at any length is refused or is a shorter message, and never traps")
    func truncation() {
        let bytes = ExampleMessage.full.protobuf
        for length in 0..<bytes.count {
            let decoded = try? ExampleMessage(protobuf: Array(bytes[..<length]))
            #expect(decoded != .full)
        }
    }

    @Test("A byte changed anywhere never traps, and what is still read can be written and read again")
    func flippedBytes() throws {
        let bytes = ExampleMessage.full.protobuf
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                guard let decoded = try? ExampleMessage(protobuf: changed) else { continue }
                #expect(try ExampleMessage(protobuf: decoded.protobuf) == decoded)
            }
        }
    }

    @Test("Random bytes never trap")
    func randomBytes() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? ExampleMessage(protobuf: bytes)
        }
    }

    @Test("The last of a repeated scalar wins")
    func lastWins() throws {
        #expect(try ExampleMessage(protobuf: [0x08, 1, 0x08, 2]).number == 2)
    }

    @Test("Occurrences of a singular message are merged")
    func merge() throws {
        // 7: {first: 1}, 7: {second: 2}
        let message = try ExampleMessage(protobuf: [0x3a, 2, 0x08, 1, 0x3a, 2, 0x10, 2])
        #expect(message.inner == InnerMessage(first: 1, second: 2))
    }

    @Test("An occurrence that ends inside a field is not completed by the next")
    func split() {
        // 7: {first: …, 7: …1}
        #expect(throws: DecodingError.self) { try ExampleMessage(protobuf: [0x3a, 1, 0x08, 0x3a, 1, 1]) }
        // 8: {}, 8: {a string of two bytes with one, 8: …one}
        #expect(throws: DecodingError.self) {
            try ExampleMessage(protobuf: [0x42, 0, 0x42, 3, 0x1a, 2, 7, 0x42, 1, 7])
        }
    }

    @Test("A message repeated many times costs no more than its bytes", .timeLimit(.minutes(1)))
    func manyOccurrences() throws {
        let bytes = Array(repeating: [0x3a, 2, 0x08, 1] as [UInt8], count: 100_000).flatMap { $0 }
        #expect(try ExampleMessage(protobuf: bytes).inner == InnerMessage(first: 1, second: 0))
    }

    @Test("Fields in any order, and integers packed or not")
    func order() throws {
        let message = try ExampleMessage(protobuf: [0x50, 7, 0x52, 2, 8, 9, 0x10, 1, 0x08, 3])
        #expect(message.packed == [7, 8, 9])
        #expect(message.small == 1)
        #expect(message.number == 3)
    }

    @Test("A varint longer than it need be is read, and one too large for its field is cut")
    func generousVarints() throws {
        #expect(try ExampleMessage(protobuf: [0x08, 0x81, 0x80, 0x00]).number == 1)
        #expect(try ExampleMessage(protobuf: [0x10, 0xff, 0xff, 0xff, 0xff, 0x7f]).small == -1)
        #expect(try ExampleMessage(protobuf: [0x08] + Array(repeating: 0xff, count: 9) + [0x7f]).number == -1)
    }

    @Test("Unknown fields of every wire type are passed over, groups included")
    func unknownFields() throws {
        let varint: [UInt8] = [0xa0, 0x01, 0x96, 0x01]
        let fixed64: [UInt8] = [0xa1, 0x01, 0, 0, 0, 0, 0, 0, 0, 0]
        let delimited: [UInt8] = [0xa2, 0x01, 2, 9, 9]
        let fixed32: [UInt8] = [0xa5, 0x01, 0, 0, 0, 0]
        let group: [UInt8] = [0xa3, 0x01] + varint + [0xab, 0x01] + delimited + [0xac, 0x01] + [0xa4, 0x01]
        let message = try ExampleMessage(protobuf: varint + fixed64 + delimited + fixed32 + group + [0x08, 5])
        #expect(message.number == 5)
    }

    @Test(
        "Malformed bytes are refused with their reason",
        arguments: [
            ([0x08], .truncated),
            ([0x08, 0x80], .truncated),
            ([0x08] + Array(repeating: 0x80, count: 10) + [0x00], .varintTooLong),
            ([0x00, 0x00], .illegalFieldNumber),
            ([0x0a, 0x00], .wrongWireType(expected: 0, found: 2)),
            ([0x38, 0x00], .wrongWireType(expected: 2, found: 0)),
            ([0x2a, 0x02, 0x00], .lengthOutOfRange),
            ([0x2a] + Array(repeating: 0xff, count: 9) + [0x01], .lengthOutOfRange),
            ([0x21, 0x00], .truncated),
            ([0x0c], .illegalWireType(4)),
            ([0xa6, 0x01], .illegalWireType(6)),
            ([0xa3, 0x01], .truncated),
            ([0x4a, 0, 0x4a, 0, 0x4a, 0, 0x4a, 0, 0x4a, 0], .tooMany(4)),
            ([0x52, 5, 1, 1, 1, 1, 1], .tooMany(4)),
        ] as [([UInt8], DecodingError.Reason)])
    func malformed(bytes: [UInt8], reason: DecodingError.Reason) {
        #expect { try ExampleMessage(protobuf: bytes) } throws: { ($0 as? DecodingError)?.reason == reason }
    }

    @Test("An error inside an embedded message names the way there and the byte")
    func errorPlace() {
        #expect { try ExampleMessage(protobuf: [0x3a, 2, 0x0a, 0]) } throws: { error in
            "\(error)" == "wire type 2 where 0 belongs at byte 2 in InnerMessage#7"
        }
    }

    @Test("A delimited message is refused when too large, cut, or followed by more")
    func delimitedRefusals() {
        let bytes = ExampleMessage.full.delimitedProtobuf
        let length = ExampleMessage.full.protobuf.count
        func reason(_ bytes: [UInt8], maximum: Int) -> DecodingError.Reason? {
            do {
                _ = try ExampleMessage(delimitedProtobuf: bytes, maximum: maximum)
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(reason(bytes, maximum: length) == nil)
        #expect(reason(bytes, maximum: length - 1) == .tooLarge(length - 1))
        #expect(reason(bytes + [0], maximum: length) == .trailingBytes(1))
        #expect(reason(bytes.dropLast(), maximum: length) == .truncated)
        #expect(reason(Array(repeating: 0xff, count: 9) + [1], maximum: length) == .tooLarge(length))
    }
}
