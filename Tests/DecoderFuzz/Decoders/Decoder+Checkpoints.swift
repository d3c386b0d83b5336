import Chain
import Checkpoints
import Cryptography
import Execution
import Wire

extension Decoder {
    /// What a checkpoint holds beside entries; its digests keep random changes from getting further.
    static let checkpoints: [Decoder] = [
        protobuf("checkpoint-head", CheckpointExample.head) { head in _ = try? head.verify() },
        protobuf("checkpoint-end", CheckpointEnd(entries: 3, chunks: 1, root: Example.hash(1))),
    ]
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
            lastResultsHash: Example.hash(3), appHash: AppHash(Example.hash(4).bytes)),
        block: BlockMeta(blockID: Example.blockID, blockSize: 100, header: Example.header, transactionCount: 1),
        commit: Example.extendedCommit, nextHeader: Example.header, nextCommit: Example.commit)
}
