package import Wire

/// What executing one transaction of a block led to.
package struct ExecTxResult: Hashable, Sendable {
    /// 0 when it succeeded. Hashed.
    package var code: UInt32
    /// Hashed.
    package var data: [UInt8]
    package var log: ByteString
    package var info: ByteString
    /// Hashed.
    package var gasWanted: Int64
    /// Hashed.
    package var gasUsed: Int64
    package var events: [Event]
    /// Whose codes `code` is one of.
    package var codespace: ByteString

    package init(
        code: UInt32 = 0, data: [UInt8] = [], log: ByteString = "", info: ByteString = "", gasWanted: Int64 = 0,
        gasUsed: Int64 = 0, events: [Event] = [], codespace: ByteString = ""
    ) {
        self.code = code
        self.data = data
        self.log = log
        self.info = info
        self.gasWanted = gasWanted
        self.gasUsed = gasUsed
        self.events = events
        self.codespace = codespace
    }
}

extension ExecTxResult: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint32(1, code)
        writer.bytes(2, data)
        writer.string(3, log)
        writer.string(4, info)
        writer.int64(5, gasWanted)
        writer.int64(6, gasUsed)
        for event in events { writer.message(7, event) }
        writer.string(8, codespace)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: code = try reader.uint32(field)
            case 2: data = try reader.bytes(field)
            case 3: log = try reader.string(field)
            case 4: info = try reader.string(field)
            case 5: gasWanted = try reader.int64(field)
            case 6: gasUsed = try reader.int64(field)
            case 7: try reader.append(field, to: &events, atMost: ABCILimit.eventsMaximum)
            case 8: codespace = try reader.string(field)
            default: try reader.skip(field)
            }
        }
    }
}
