import Wire

/// The keys that lead through nested trees to a value, the outermost tree's first, as one text (CometBFT
/// `merkle.KeyPath`): `/App/IBC/x:010203`.
package struct ProofKeyPath: Hashable, Sendable {
    /// How a key is written in the text.
    package enum Encoding: Sendable {
        /// As a part of a URL's path.
        case url
        /// In hexadecimal behind `x:`.
        case hexadecimal
    }

    package private(set) var keys: [[UInt8]] = []
    /// The text of the keys so far.
    package private(set) var text = ""

    /// The path without a key.
    package init() {}

    /// The path that the text says. It begins with a slash, and every part may be in either encoding.
    package init(parsing text: String) throws(ProofError) {
        let bytes = Array(text.utf8)
        if bytes.first != UInt8(ascii: "/") { throw .keyPath(.noSlash) }
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            do {
                keys.append(try ProofKeyPath.key(part))
            } catch {
                throw .keyPath(.part(index, text: ByteString(Array(part)), error))
            }
        }
        self.text = text
    }

    private static func key(_ part: ArraySlice<UInt8>) throws(ProofKeyPathError.Reason) -> [UInt8] {
        if !part.starts(with: "x:".utf8) { return try PathEscaping.decode(part) }
        do {
            return try HexadecimalError.decode(part.dropFirst(2))
        } catch {
            throw .hexadecimal(error)
        }
    }

    /// Adds the key of the next inner tree.
    package mutating func append(_ key: [UInt8], as encoding: Encoding = .url) {
        keys.append(key)
        switch encoding {
        case .url: text += "/" + PathEscaping.encode(key)
        case .hexadecimal: text += "/x:" + Hex.uppercase(key)
        }
    }
}
