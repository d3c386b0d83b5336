package import ABCI
package import Chain
import Cryptography
package import MerkleMap

/// The registry's state of one height, to be copied entry after entry.
package struct RegistrySnapshot: Sendable {
    /// The hash over it.
    package let appHash: AppHash
    private let map: MerkleMap

    /// - Parameters:
    ///   - reader: What the registry has made durable, as of one moment.
    ///   - height: One of the last hundred.
    /// - Throws: `ApplicationError`, also when the state of that height is not there.
    package init(reader: any StateReader, height: Height) throws(ApplicationError) {
        // Every page is read once, so there is no use in keeping any.
        guard let map = try MerkleMap(reader: reader, pageBytesMaximum: 0).at(height) else {
            throw ApplicationError("the state of height \(height) is not there: \(MerkleMap.historyHeights) are kept")
        }
        self.map = map
        appHash = AppHash(map.rootHash.bytes)
    }

    /// Calls for every entry, in the order of keys.
    package func forEach(_ body: (MapEntry) throws -> Void) throws {
        try map.forEachEntry(body)
    }
}
