package import Wire

/// The name of a chain. It is part of every signature, so that one chain's votes mean nothing on another.
///
/// Held as bytes: headers from peers may carry anything, and only equality matters then.
package struct ChainID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The longest name a genesis or header may have, in bytes (CometBFT `MaxChainIDLen`).
    package static let sizeMaximum = 50

    package let text: ByteString

    package init(_ text: ByteString) {
        self.text = text
    }

    package init(stringLiteral value: String) {
        text = ByteString(value)
    }

    package var description: String { text.description }
}
