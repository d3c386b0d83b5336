/// Text as it stands on the wire: nearly always UTF-8, never assumed to be.
///
/// gogoproto does not check that a protobuf `string` is UTF-8, and Swift's `String` calls canonically equivalent texts
/// equal that are different bytes. What is hashed, signed or compared in state is therefore held as bytes; `String` is
/// only for showing it.
package struct ByteString: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The bytes as they were received.
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    package var isEmpty: Bool { bytes.isEmpty }

    /// The text, with U+FFFD where the bytes are not UTF-8.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension ByteString: Comparable {
    /// Orders by bytes, as Go orders strings.
    package static func < (left: ByteString, right: ByteString) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
