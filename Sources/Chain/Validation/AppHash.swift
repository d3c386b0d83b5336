import Wire

/// What the application says its state hashes to. It is opaque: any length, none included.
package struct AppHash: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// No hash: the application has not committed anything yet.
    package static let empty = AppHash([])

    package var description: String { Hex.uppercase(bytes) }
}
