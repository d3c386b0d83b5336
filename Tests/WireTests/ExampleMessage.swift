import Wire

/// A message with a field of every kind, to exercise the reader and the writer.
struct ExampleMessage: ProtobufCodable, Equatable {
    var number: Int64 = 0
    var small: Int32 = 0
    var flag = false
    var fixed: Int64 = 0
    var data: [UInt8] = []
    var text: ByteString = ""
    var inner = InnerMessage()
    var optionalInner: InnerMessage?
    var list: [InnerMessage] = []
    var packed: [UInt64] = []

    func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, number)
        writer.int32(2, small)
        writer.bool(3, flag)
        writer.sfixed64(4, fixed)
        writer.bytes(5, data)
        writer.string(6, text)
        writer.message(7, inner)
        writer.messageIfPresent(8, optionalInner)
        for element in list { writer.message(9, element) }
        writer.packed(10, packed)
    }

    init() {}

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var inner = EmbeddedMessage()
        var optionalInner = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: number = try reader.int64(field)
            case 2: small = try reader.int32(field)
            case 3: flag = try reader.bool(field)
            case 4: fixed = try reader.sfixed64(field)
            case 5: data = try reader.bytes(field)
            case 6: text = try reader.string(field)
            case 7: try reader.merge(field, into: &inner)
            case 8: try reader.merge(field, into: &optionalInner)
            case 9: try reader.append(field, to: &list, atMost: 4)
            case 10: try reader.appendIntegers(field, to: &packed, atMost: 4)
            default: try reader.skip(field)
            }
        }
        self.inner = try inner.decode(InnerMessage.self)
        self.optionalInner = try optionalInner.decodeIfPresent(InnerMessage.self)
    }
}

/// The embedded message of `ExampleMessage`.
struct InnerMessage: ProtobufCodable, Equatable {
    var first: UInt64 = 0
    var second: UInt64 = 0

    func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, first)
        writer.uint64(2, second)
    }

    init(first: UInt64 = 0, second: UInt64 = 0) {
        self.first = first
        self.second = second
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: first = try reader.uint64(field)
            case 2: second = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension ExampleMessage {
    /// Every field set.
    static var full: ExampleMessage {
        var message = ExampleMessage()
        message.number = -1
        message.small = -2
        message.flag = true
        message.fixed = .min
        message.data = Array(repeating: 0xab, count: 200)
        message.text = "text"
        message.inner = InnerMessage(first: 1, second: .max)
        message.optionalInner = InnerMessage(first: 300)
        message.list = [InnerMessage(), InnerMessage(first: 5)]
        message.packed = [0, 1, 127, 128]
        return message
    }
}
