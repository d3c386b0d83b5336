package import Cryptography
package import Wire

/// The SHA-256 of a work, written `sha256:` and 64 digits in lower case.
package struct ContentHash: Hashable, Sendable {
    /// What the text begins with.
    package static let prefix = "sha256:"

    package let hash: Hash

    package init(_ hash: Hash) {
        self.hash = hash
    }

    /// The hash that a text names. Registry code 1101 when it is none.
    package init(_ text: ByteString) throws(TransactionError) {
        let prefix = Array(ContentHash.prefix.utf8)
        guard text.bytes.starts(with: prefix) else {
            throw TransactionError(
                .contentHash, "invalid content hash \(ContentHash.shown(text)): it must begin with sha256:")
        }
        let digits = text.bytes.dropFirst(prefix.count)
        guard digits.count == 64, digits.allSatisfy(ContentHash.isLowercaseDigit),
            let bytes = Hex.decode(String(decoding: digits, as: UTF8.self)), let hash = Hash(bytes)
        else {
            throw TransactionError(
                .contentHash,
                "invalid content hash \(ContentHash.shown(text)): expected sha256: and 64 hexadecimal digits in lower case"
            )
        }
        self.hash = hash
    }

    private static func isLowercaseDigit(_ character: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(character)
    }

    /// The beginning of a text from outside, for an error.
    package static func shown(_ text: ByteString) -> String {
        text.bytes.count <= 80 ? "\"\(text)\"" : "\"\(ByteString(Array(text.bytes.prefix(80))))…\""
    }

    /// The hash as text.
    package var text: String { ContentHash.prefix + Hex.lowercase(hash.bytes) }
}

extension ContentHash: Comparable {
    /// Orders by bytes.
    package static func < (left: ContentHash, right: ContentHash) -> Bool { left.hash < right.hash }
}

extension ContentHash: CustomStringConvertible {
    package var description: String { text }
}
