package import Chain
import Checkpoints
import ContentRegistry
import Cryptography
import Execution
import Files
import PeerMessages
import PeerProtocol
package import Store

/// Makes checkpoints of what a store holds, beside whatever is written to it meanwhile.
package enum CheckpointCreation {
    /// How long one may take. The store's file grows by what is committed in that time.
    private static let timeMaximum = Duration.seconds(3600)

    /// Makes a checkpoint of the last but one block: the last one has the hash of its state, and the signatures of it.
    ///
    /// - Parameters:
    ///   - last: The height of the last block that there must be; nil for any. While a node catches up, there may be more.
    ///   - isCancelled: Asked now and then.
    ///   - opened: Called when all is held that the checkpoint is made of.
    /// - Returns: What it is of.
    /// - Throws: What keeps it from being made; then there is no file.
    package static func create(
        from store: ChainStore, genesis: GenesisDocument, in folder: CheckpointFolder, after last: Height? = nil,
        isCancelled: () -> Bool = { false }, opened: () -> Void = {}
    ) throws -> CheckpointSummary {
        let genesisHash = GenesisOffer(genesis).summary.hash
        return try store.read(within: timeMaximum) { snapshot in
            opened()
            let head = try head(snapshot, genesisHash: genesisHash)
            if let last, head.height.next != last { throw CancellationError() }
            if head.state.chainID != genesis.chainID {
                throw NodeError.otherChain(stored: "\(head.state.chainID)", genesis: "\(genesis.chainID)")
            }
            if try snapshot.applicationValue(ContentRegistry.heightKey) == nil {
                throw NodeError.noCheckpoint("the stored application has no checkpoints; daon has")
            }
            // What is written is verified as what is read will be.
            try head.verify()
            let registry = try RegistrySnapshot(reader: snapshot.applicationState, height: head.height)
            var encoder = CheckpointEncoder(head)
            var bytes = 0
            try folder.write(head.height) { sink in
                try sink.append(encoder.begin())
                try registry.forEach { entry in
                    try sink.append(try encoder.add(entry))
                    if encoder.count % 1024 == 0 && isCancelled() { throw CancellationError() }
                }
                try sink.append(try encoder.end())
                bytes = sink.count
            }
            return CheckpointSummary(
                head, path: folder.path(of: head.height), bytes: bytes, contents: (encoder.count, encoder.hash))
        }
    }

    private static func head(_ snapshot: ChainSnapshot, genesisHash: Hash) throws -> CheckpointHead {
        guard let state = try snapshot.state, state.lastBlockHeight > 0 else {
            throw NodeError.noCheckpoint("the chain has no block yet: a checkpoint needs two")
        }
        let last = state.lastBlockHeight, height = last.previous
        guard let found = try snapshot.beforeLastBlock(),
            let commit = try snapshot.extendedCommit(at: height)
                ?? snapshot.seenCommit(at: height).map(ExtendedCommit.init(wrapping:)),
            let lastCommit = try snapshot.seenCommit(at: last)
        else {
            throw NodeError.noCheckpoint(
                "a checkpoint is made of the last but one block, and only one is stored: try again when height "
                    + "\(last.next) is decided")
        }
        return CheckpointHead(
            genesisHash: genesisHash, state: found.state, block: found.meta, commit: commit,
            nextHeader: found.last.header, nextCommit: lastCommit)
    }
}
