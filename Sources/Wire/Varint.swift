/// Base-128 integers outside of a message (https://protobuf.dev/programming-guides/encoding#varints).
package enum Varint {
    /// The shortest encoding, one to ten bytes.
    package static func encode(_ value: UInt64) -> [UInt8] {
        var writer = ProtobufWriter(capacity: 10)
        writer.varint(value)
        return writer.bytes
    }

    /// Bytes that `encode` takes for the value.
    package static func size(_ value: UInt64) -> Int {
        (max(1, UInt64.bitWidth - value.leadingZeroBitCount) + 6) / 7
    }
}
