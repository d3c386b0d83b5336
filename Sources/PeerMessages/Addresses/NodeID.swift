package import Cryptography
package import Wire

/// The name of a node: the address of its key in lower-case hexadecimal.
///
/// Kept as text, as peers send it. CometBFT compares names letter by letter, so two spellings of one address are two
/// names.
package struct NodeID: Hashable, Sendable, CustomStringConvertible {
    /// Bytes that the text spells (CometBFT `IDByteLength`).
    package static let byteCount = Address.size

    package let text: ByteString

    package init(_ text: ByteString) {
        self.text = text
    }

    /// The name of the node whose key has this address.
    package init(address: Address) {
        text = ByteString(Hex.lowercase(address.bytes))
    }

    package var isEmpty: Bool { text.isEmpty }

    package var description: String { text.description }

    /// Checks that the text spells an address, in either case.
    package func validate() throws(NodeIDError) {
        if text.isEmpty { throw .missing }
        // As in Go's encoding/hex, a wrong character comes before a wrong length.
        if let byte = text.bytes.first(where: { !NodeID.isDigit($0) }) { throw .invalidByte(byte) }
        if text.bytes.count % 2 != 0 { throw .oddLength }
        if text.bytes.count / 2 != NodeID.byteCount { throw .wrongLength(text.bytes.count / 2) }
    }

    /// Whether the byte is a hexadecimal digit.
    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// Why a text is not the name of a node; described in CometBFT's words.
package enum NodeIDError: Error, Equatable, CustomStringConvertible {
    case missing
    case invalidByte(UInt8)
    case oddLength
    /// The bytes that the text spells.
    case wrongLength(Int)

    package var description: String {
        switch self {
        case .missing: "no ID"
        case .invalidByte(let byte): "encoding/hex: invalid byte: \(GoText.codePoint(byte))"
        case .oddLength: "encoding/hex: odd length hex string"
        case .wrongLength(let count): "invalid hex length - got \(count), expected \(NodeID.byteCount)"
        }
    }
}
