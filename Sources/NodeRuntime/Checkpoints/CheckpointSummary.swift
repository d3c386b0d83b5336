package import Chain
import Checkpoints
package import Cryptography
import Execution

/// What a checkpoint is of, for operators.
package struct CheckpointSummary: Sendable {
    package private(set) var path: String
    package let chainID: ChainID
    package let height: Height
    package let time: Timestamp
    /// The hash of the block of that height.
    package let blockHash: Hash?
    /// The hash over the application's state.
    package let appHash: AppHash
    package let validators: Int
    /// Bytes of the file.
    package let bytes: Int
    /// Entries of the state, and the hash of the whole file; nil when only the beginning was read.
    package let contents: (entries: UInt64, hash: Hash)?

    init(_ head: CheckpointHead, path: String, bytes: Int, contents: (entries: UInt64, hash: Hash)?) {
        self.path = path
        chainID = head.state.chainID
        height = head.height
        time = head.state.lastBlockTime
        blockHash = head.state.lastBlockID.hash
        appHash = head.state.appHash
        validators = head.state.validators.count
        self.bytes = bytes
        self.contents = contents
    }

    /// The same under another path.
    func at(_ path: String) -> CheckpointSummary {
        var moved = self
        moved.path = path
        return moved
    }
}
