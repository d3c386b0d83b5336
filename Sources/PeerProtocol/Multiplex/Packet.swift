package import Wire

/// tendermint.p2p.Packet: what a connection is made of.
package enum Packet: Hashable, Sendable {
    case ping
    case pong
    /// A piece of a channel's message; the last one ends it. The channel is as it was written: an Int32.
    case message(channel: Int32, isLast: Bool, data: [UInt8])

    /// The most bytes of a message's piece (CometBFT `p2p.max_packet_msg_payload_size`). Both ends must agree, so it is not
    /// for choosing.
    package static let dataBytesMaximum = 1024
    /// The most bytes of a packet without its length: that of the largest piece, on a channel whose number takes a byte
    /// (CometBFT `maxPacketMsgSize`).
    package static let bytesMaximum = 1034
    /// The most bytes of a packet with its length.
    static let delimitedBytesMaximum = bytesMaximum + 2
}

extension Packet: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, packet: Packet?
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                try Packet.skipFields(try reader.message(field))
                packet = .ping
            case 2:
                try Packet.skipFields(try reader.message(field))
                packet = .pong
            case 3: packet = try Packet.piece(try reader.message(field))
            default: try reader.skip(field)
            }
        }
        guard let packet else { throw .invalid("unknown message type <nil>") }
        self = packet
    }

    private static func skipFields(_ source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() { try reader.skip(field) }
    }

    private static func piece(_ source: ProtobufReader) throws(DecodingError) -> Packet {
        var reader = source, channel: Int32 = 0, isLast = false, data: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: channel = try reader.int32(field)
            case 2: isLast = try reader.bool(field)
            case 3: data = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        return .message(channel: channel, isLast: isLast, data: data)
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .ping: writer.message(1) { _ in }
        case .pong: writer.message(2) { _ in }
        case .message(let channel, let isLast, let data):
            writer.message(3) { writer in
                writer.int32(1, channel)
                writer.bool(2, isLast)
                writer.bytes(3, data)
            }
        }
    }
}
