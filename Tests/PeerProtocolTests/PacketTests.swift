import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("Packets")
struct PacketTests {
    @Test(
        "Packets have CometBFT's bytes",
        arguments: [
            (Packet.ping, "020a00"), (.pong, "021200"),
            (.message(channel: 0, isLast: false, data: []), "021a00"),
            (.message(channel: 0x20, isLast: true, data: [0xb6]), "091a07082010011a01b6"),
            (.message(channel: 0x30, isLast: true, data: [0xa3, 0x88, 0xbe]), "0b1a09083010011a03a388be"),
        ])
    func bytes(packet: Packet, wire: String) throws {
        #expect(packet.delimitedProtobuf == (try hex(wire)))
        #expect(try Packet(delimitedProtobuf: try hex(wire), maximum: Packet.bytesMaximum) == packet)
    }

    @Test("The largest packet is as large as CometBFT computes")
    func largest() {
        let data = [UInt8](repeating: 1, count: Packet.dataBytesMaximum)
        #expect(Packet.message(channel: 1, isLast: true, data: data).protobuf.count == Packet.bytesMaximum)
    }

    @Test("A packet cut at any length is refused or another one, and random bytes trap nothing")
    func robustness() throws {
        let packet = Packet.message(channel: 0x21, isLast: true, data: Array(0..<100))
        let bytes = packet.protobuf
        for length in 0..<bytes.count {
            if let cut = try? Packet(protobuf: Array(bytes[..<length])) { #expect(cut != packet) }
        }
        var generator = SeededGenerator(state: 4)
        for _ in 0..<5000 {
            let random = generator.bytes(Int.random(in: 0..<40, using: &generator))
            if let read = try? Packet(protobuf: random) { #expect(try Packet(protobuf: read.protobuf) == read) }
        }
        #expect(throws: DecodingError.self) { _ = try Packet(protobuf: []) }
        #expect(throws: DecodingError.self) { _ = try Packet(protobuf: [0x22, 0x00]) }
    }
}
