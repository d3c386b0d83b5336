import Chain
import PeerMessages
import Testing
import Wire

/// Records as CometBFT v0.38 writes them.
private let known = [
    "45f0984d000000160a0b0893bccbc30610a3de8b4e1207220508e691f17e",
    "c258bccc000000120a0c08dac2a6c40610d286c09b0112022200",
    "4ad959490000002b0a0c08a9a5d6be06109f85f7c701121b0a1908e691f17e10011a10526f756e645374657050726f706f7365",
    "f58766de000000230a0c08dbdfd7ac0610c2d7b5df0112131a110a0610dba8dbe10210e691f17e18012003",
    "c9622c25000000cb0a0c08cf83f3ab0610d6afa2960312ba0112b7010ab4011ab1010aae01082010e691f17e180120ffffffffff"
        + "ffffffff012a480a205d2144e9a2420e0b943a83d284108626c24ac570b1d6c1ab971e71f43fbd6c00122408111220e17123"
        + "8141a604dd147a2f8e80dfe727b104c0fdd80b326f590b9f86fd7b2fd1320c08b998c0be06108396a8b3033a40122aa1443e"
        + "b6789382090a770ae4eba03306f96e50e19a7d44c584ccc230d104548946efca4520d61de5f473e2f4eada6c8ce9c7ee975e"
        + "b4f63c0483cb775ed7",
    "2f45e9dc000000dc0a0b08fb82bdce0610e09d8a2d12cc0112c9010abf0132bc010ab901080110e691f17e180122480a20c468b8"
        + "74bb104d94a1a973620ca61e35a872c2e2e61a502169f1bb4e5ff5fa2b1224080f1220ff6551a52fc0096d98e7f08f5a98f5"
        + "70aee17b4275f1356e87e080ce0e1b9bba2a0c0890ab83ca0610aae8e3d6023214b73a142b14708df4c218fbdbdc979aec7c"
        + "71f9634240e3d9bbdc4ac3362f2a4fe1d9f851bfc7df6b95607aa657edf96ce33cd4b129569b0465d96273471b696f2d3bca"
        + "63b479a84348c6370ccb7f2b70fd815525280112057065657231",
]

private let records = known.map { Hex.decode($0) ?? [] }

@Suite("CometBFT's consensus log")
struct WALTests {
    private func messages(_ bytes: [UInt8]) throws(WALError) -> [TimedWALMessage] {
        var reader = WALReader(bytes), messages: [TimedWALMessage] = []
        while let message = try reader.next() { messages.append(message) }
        return messages
    }

    private func time(_ text: String) throws -> Timestamp {
        try #require(Timestamp(rfc3339: ByteString(text)))
    }

    @Test("CometBFT's records are read one after the other, and written as they were")
    func roundTrip() throws {
        let messages = try messages(records.flatMap(\.self))
        #expect(messages.compactMap { WALRecord($0)?.bytes } == records)
        let height: Height = 266_094_822
        #expect(
            messages.prefix(4).map(\.message) == [
                .endHeight(height), .endHeight(0),
                .roundState(WALRoundState(height: height, round: 1, step: "RoundStepPropose")),
                .timeout(WALTimeout(duration: Nanoseconds(741_790_811), height: height, round: 1, step: 3)),
            ])
        #expect(messages.first?.time == (try time("2025-07-12T22:13:39.163770147Z")))
        guard case .received(let own) = messages[4].message, case .received(let peer) = messages[5].message else {
            Issue.record("not messages of consensus")
            return
        }
        #expect((own.message.channel, own.peerID) == (.consensusData, ""))
        #expect((peer.message.channel, peer.peerID) == (.consensusVote, "peer1"))
    }

    @Test("A log that ends anywhere in a record is read up to that record", arguments: records.indices)
    func tornEnd(_ last: Int) throws {
        let whole = records[..<last].flatMap(\.self)
        for count in 1..<records[last].count {
            var reader = WALReader(whole + records[last].prefix(count))
            for _ in 0..<last { _ = try reader.next() }
            #expect(reader.offset == whole.count)
            #expect(throws: WALError.tornEnd(offset: whole.count)) { try reader.next() }
            #expect(try reader.next() == nil)
        }
    }

    @Test("A damaged payload is told by its place, and the records behind it are read")
    func damagedPayload() throws {
        var bytes = records[0] + records[1] + records[2]
        bytes[records[0].count + 12] ^= 1
        var reader = WALReader(bytes)
        _ = try reader.next()
        let error = #expect(throws: WALError.self) { try reader.next() }
        guard case .wrongChecksum(0xC258_BCCC, _, records[0].count) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(
            try reader.next()?.message.protobuf == TimedWALMessage(protobuf: Array(records[2][8...])).message.protobuf)
        #expect(try reader.next() == nil)
    }

    @Test("A length beyond the bound is refused before anything is read by it")
    func tooLong() throws {
        let header: [UInt8] = [0, 0, 0, 0, 0x00, 0x10, 0x00, 0x19]
        var reader = WALReader(header + [UInt8](repeating: 0, count: 1_048_601))
        #expect(throws: WALError.tooLong(1_048_601, offset: 0)) { try reader.next() }
        #expect(try reader.next() == nil)
    }

    @Test("A record whose checksum is right and whose payload is no message is refused")
    func wrongMessage() {
        // CRC-32C of nothing is zero.
        #expect(throws: WALError.wrongMessage(.invalid("nil WAL message"), offset: 0)) {
            try messages([UInt8](repeating: 0, count: 8))
        }
    }

    private static let refused: [(bytes: [UInt8], rule: String)] = [
        ([], "unknown WAL message: <nil>"),
        ([0x2a, 0], "unknown WAL message: field 5"),
        ([0x1a, 3, 0x20, 0x80, 0x02], "denying message due to possible overflow: uint8 overflow"),
        ([0x12, 0], "unknown message: <nil>"),
    ]

    @Test("What is no message is refused", arguments: refused)
    func rules(bytes: [UInt8], rule: String) {
        let error = #expect(throws: DecodingError.self) { try WALMessage(protobuf: bytes) }
        #expect(error?.rule == rule)
    }

    @Test("A logged message is held to the rules of a peer's")
    func validation() throws {
        let message = try WALMessage(protobuf: [0x12, 6, 0x0a, 4, 0x3a, 2, 0x18, 0x05])
        #expect(throws: ValidationError("invalid Type")) { try message.validate() }
        for record in records { try TimedWALMessage(protobuf: Array(record[8...])).message.validate() }
    }

    @Test("A message that is too large makes no record")
    func tooLarge() throws {
        func message(_ count: Int) -> TimedWALMessage {
            let step = ByteString([UInt8](repeating: 65, count: count))
            return TimedWALMessage(
                time: .unixEpoch, message: .roundState(WALRoundState(height: 0, round: 0, step: step)))
        }
        let empty = message(0).protobuf.count
        // Three lengths of three bytes and a tag replace two lengths of one byte.
        let largest = WALRecord.payloadSizeMaximum - empty - 8
        #expect(WALRecord(message(largest))?.payload.count == WALRecord.payloadSizeMaximum)
        #expect(WALRecord(message(largest + 1)) == nil)
    }

    @Test("Any beginning of a message decodes or throws, and so do random bytes", arguments: records)
    func decoding(_ record: [UInt8]) {
        let payload = record.dropFirst(8)
        for count in 0...payload.count { _ = try? TimedWALMessage(protobuf: Array(payload.prefix(count))) }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? TimedWALMessage(protobuf: bytes)
            var changed = Array(payload)
            changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = try? TimedWALMessage(protobuf: changed)
            _ = try? messages(bytes)
        }
    }
}
