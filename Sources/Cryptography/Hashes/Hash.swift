import Wire

/// A SHA-256 digest: 32 bytes, held in place.
///
/// Where CometBFT allows an empty hash (a nil block, the first block's last results), the type is `Hash?`.
package struct Hash: Hashable, Sendable {
    /// Bytes in a hash.
    package static let size = 32

    private let storage: InlineBytes32

    /// The hash with these bytes, or nil when there are not 32.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let storage = InlineBytes32(bytes) else { return nil }
        self.storage = storage
    }

    /// The hash that a digest function writes into the 32 bytes given to it.
    init(filling fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        storage = InlineBytes32(filling: fill)
    }

    /// The 32 bytes, as a copy.
    package var bytes: [UInt8] { storage.bytes }

    /// The 32 bytes without a copy, as long as `body` runs.
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        storage.withUnsafeBytes(body)
    }
}

extension Hash: Comparable {
    /// Orders by bytes.
    package static func < (left: Hash, right: Hash) -> Bool { left.storage < right.storage }
}

extension Hash: CustomStringConvertible {
    /// Upper-case hexadecimal, as CometBFT prints it.
    package var description: String { Hex.uppercase(bytes) }
}

extension Optional<Hash> {
    /// The hash's bytes, none for nil: CometBFT's empty hash.
    package var bytes: [UInt8] { self?.bytes ?? [] }
}
