package import ABCI
package import Chain
import Cryptography
package import MerkleMap

/// A registry that is made of a copy's entries, part by part, so that memory holds one part.
package struct RegistryRestoration {
    /// Entries of a part: some ten megabytes with the pages that they are in.
    private static let partCount = 40_000

    private let height: Height
    private var map: MerkleMap
    private var waiting = 0

    /// - Parameters:
    ///   - reader: Gives back what was made durable of `add` and `finish`; nothing yet.
    ///   - height: Whose state it is.
    package init(reader: any StateReader, height: Height) throws(ApplicationError) {
        self.height = height
        map = try MerkleMap(reader: reader)
    }

    /// Takes entries in the order of their keys.
    ///
    /// - Returns: What must be durable before the next call; mostly nothing.
    package mutating func add(_ entries: [MapEntry]) throws(ApplicationError) -> [StagedChange] {
        // What the last part left is durable now.
        if waiting == 0 { map.dropCache() }
        for entry in entries { try map.set(entry.key, entry.value) }
        waiting += entries.count
        if waiting < RegistryRestoration.partCount { return [] }
        waiting = 0
        return try map.commitPart(version: height)
    }

    /// Ends with the height's own values, which the genesis and the block tell.
    ///
    /// - Parameter evidenceAge: How old evidence may be, as the genesis says; zero when it is silent.
    /// - Returns: What must be durable too, and the hash over the state.
    package mutating func finish(
        chainID: ChainID, time: Timestamp, faultModel: FaultModel, evidenceAge: Nanoseconds
    ) throws(ApplicationError) -> (changes: [StagedChange], appHash: AppHash) {
        let changes = try map.commitPart(version: height)
        let last = CommittedHeight(
            chainID: chainID, height: height, time: time, isGenesis: false, faultModel: faultModel,
            evidenceAge: evidenceAge, halt: nil)
        return (changes + [last.staged], AppHash(map.rootHash.bytes))
    }
}
