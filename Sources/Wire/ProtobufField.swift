/// The tag in front of a field: its number and how its value is written.
package struct ProtobufField: Equatable, Sendable {
    /// From 1 to `Int32.max` (gogoproto refuses the rest).
    package let number: Int32
    /// protobuf's wire type: 0 varint, 1 eight bytes, 2 length and bytes, 3 and 4 group, 5 four bytes.
    package let wireType: UInt8
    /// Where the tag stands in the outermost buffer.
    package let offset: Int
}

/// protobuf's wire types (https://protobuf.dev/programming-guides/encoding).
package enum WireType {
    package static let varint: UInt8 = 0
    package static let fixed64: UInt8 = 1
    package static let lengthDelimited: UInt8 = 2
    package static let startGroup: UInt8 = 3
    package static let endGroup: UInt8 = 4
    package static let fixed32: UInt8 = 5
}
