import Testing
import Wire

@Suite("Writing protobuf")
struct ProtobufWriterTests {
    @Test("Zero scalars are left out, an embedded message that is never nil is written even when empty")
    func emptyMessage() {
        #expect(ExampleMessage().protobuf == [0x3a, 0x00])
    }

    @Test("A negative integer takes ten bytes")
    func negative() {
        var writer = ProtobufWriter()
        writer.int32(5, -1)
        #expect(writer.bytes == [0x28] + Array(repeating: 0xff, count: 9) + [0x01])
    }

    @Test("sfixed64 is eight little-endian bytes")
    func fixed() {
        var writer = ProtobufWriter()
        writer.sfixed64(2, 0x0102)
        #expect(writer.bytes == [0x11, 2, 1, 0, 0, 0, 0, 0, 0])
    }

    @Test(
        "An embedded message of 128 bytes and more has a length of two bytes",
        arguments: [0, 1, 127, 128, 16383, 16384])
    func embeddedLength(size: Int) {
        var writer = ProtobufWriter()
        writer.message(1) { inner in
            for index in 0..<size { inner.varint(UInt64(index % 128)) }
        }
        let content = (0..<size).map { UInt8($0 % 128) }
        #expect(writer.bytes == [0x0a] + Varint.encode(UInt64(size)) + content)
    }

    @Test(
        "The size of a varint is that of its encoding",
        arguments: (0..<64).flatMap { [UInt64(1) << $0, (UInt64(1) << $0) - 1] })
    func varintSize(value: UInt64) {
        #expect(Varint.size(value) == Varint.encode(value).count)
    }

    @Test("The delimited form has the length in front")
    func delimited() throws {
        let bytes = ExampleMessage.full.delimitedProtobuf
        #expect(bytes == Varint.encode(UInt64(ExampleMessage.full.protobuf.count)) + ExampleMessage.full.protobuf)
        #expect(try ExampleMessage(delimitedProtobuf: bytes, maximum: 1000) == .full)
    }
}
