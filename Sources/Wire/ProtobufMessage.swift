/// A value with a protobuf form.
package protocol ProtobufEncodable {
    /// Writes the fields, without a length in front.
    func encode(into writer: inout ProtobufWriter)
}

/// A value that can be read from its protobuf form.
package protocol ProtobufDecodable {
    /// Reads the fields and checks what CometBFT's `FromProto` checks.
    ///
    /// - Parameter reader: Holds this message and nothing else.
    init(protobuf reader: ProtobufReader) throws(DecodingError)
}

/// A value that goes both ways.
package typealias ProtobufCodable = ProtobufEncodable & ProtobufDecodable

extension ProtobufEncodable {
    /// The message's bytes.
    package var protobuf: [UInt8] {
        // Votes, commit signatures and parts' proofs fit; growing there from nothing would allocate four times more.
        var writer = ProtobufWriter(capacity: 256)
        encode(into: &writer)
        return writer.bytes
    }

    /// The message's bytes behind their length as a varint: sign bytes, handshakes and sockets.
    package var delimitedProtobuf: [UInt8] {
        var writer = ProtobufWriter()
        writer.delimited { encode(into: &$0) }
        return writer.bytes
    }
}

extension ProtobufDecodable {
    /// Reads a message from exactly these bytes.
    package init(protobuf bytes: [UInt8]) throws(DecodingError) {
        try self.init(protobuf: ProtobufReader(bytes))
    }

    /// Reads a message behind its length as a varint, and nothing after it.
    ///
    /// - Parameter maximum: The largest length allowed, inclusive, as CometBFT's `protoio` reader counts it.
    package init(delimitedProtobuf bytes: [UInt8], maximum: Int) throws(DecodingError) {
        var reader = ProtobufReader(bytes)
        let length = try reader.varint()
        if length > UInt64(max(0, maximum)) { throw DecodingError(.tooLarge(maximum)) }
        if length > UInt64(reader.remaining) { throw DecodingError(.truncated, offset: reader.position) }
        if length < UInt64(reader.remaining) {
            throw DecodingError(.trailingBytes(reader.remaining - Int(length)), offset: reader.position + Int(length))
        }
        try self.init(protobuf: reader)
    }
}
