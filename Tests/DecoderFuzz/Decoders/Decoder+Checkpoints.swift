import Chain
import Checkpoints
import Cryptography
import Execution
import MerkleMap
import Wire

extension Decoder {
    /// What a checkpoint holds beside entries; its digests keep random changes from getting further.
    static let checkpoints: [Decoder] =
        [
            protobuf("checkpoint-subject", CheckpointExample.head.subject) { subject in
                _ = try? CheckpointHead(subject, CheckpointExample.head.commits).verify()
            },
            protobuf("checkpoint-commits", CheckpointExample.head.commits) { commits in
                _ = try? CheckpointHead(CheckpointExample.head.subject, commits).verify()
            },
            protobuf(
                "checkpoint-end",
                CheckpointEnd(entries: 3, chunks: 1, root: Example.hash(1), outline: Example.hash(2))),
            protobuf(
                "snapshot-metadata",
                SnapshotMetadata(genesisHash: Example.hash(1), blockHash: Example.hash(2), byteCount: 3_000)),
        ] + outline

    /// A checkpoint without entries, as peers are given it.
    private static let outline: [Decoder] = {
        var encoder = CheckpointEncoder(CheckpointExample.head)
        let bytes = encoder.begin() + ((try? encoder.end()) ?? [])
        let outline = try? CheckpointOutline(fileOf: bytes.count) { place, count in
            Array(bytes.dropFirst(place).prefix(count))
        }
        return outline.map { outline in
            [
                protobuf("checkpoint-outline", outline) { outline in
                    _ = outline.offer
                    _ = outline.places()
                    _ = try? outline.head.verify()
                }
            ]
        } ?? []
    }()
}

private enum CheckpointExample {
    static let head = CheckpointHead(
        genesisHash: Example.hash(5),
        state: ChainState(
            version: StateVersion(consensus: BlockVersion(app: 1), software: ChainState.softwareVersion),
            chainID: Example.chainID, initialHeight: 1, lastBlockHeight: 3, lastBlockID: Example.blockID,
            lastBlockTime: Example.time, nextValidators: Example.validatorSet, validators: Example.validatorSet,
            lastValidators: Example.validatorSet, lastHeightValidatorsChanged: 1,
            consensusParameters: ConsensusParameters(), lastHeightConsensusParametersChanged: 1,
            lastResultsHash: Example.hash(3), appHash: AppHash(MapDigest().root.bytes)),
        block: BlockMeta(blockID: Example.blockID, blockSize: 100, header: Example.header, transactionCount: 1),
        commit: Example.extendedCommit, nextHeader: Example.header, nextCommit: Example.commit)
}
