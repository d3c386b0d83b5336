import Chain
import Consensus
import Cryptography
import Engine
import Execution
import RPC
import Synchronization

/// What `/status` says, kept ready: it is asked often and must never wait.
final class StatusBoard: Sendable {
    private struct Contents {
        var earliest: StatusInformation.Block?
        var latest: StatusInformation.Block?
        var validators: ValidatorSet
        var faultModel: FaultModel
    }

    private let contents: Mutex<Contents>

    init(earliest: BlockMeta?, latest: BlockMeta?, state: ChainState) {
        contents = Mutex(
            Contents(
                earliest: earliest.map(StatusInformation.Block.init), latest: latest.map(StatusInformation.Block.init),
                validators: state.validators, faultModel: state.consensusParameters.faultModel))
    }

    /// A block is durable.
    func note(_ committed: CommittedBlock) {
        let header = committed.block.block.header
        let block = StatusInformation.Block(
            hash: committed.block.hash, appHash: header.appHash, height: header.height, time: header.time)
        contents.withLock { contents in
            contents.latest = block
            contents.earliest = contents.earliest ?? block
            contents.validators = committed.state.validators
            contents.faultModel = committed.state.consensusParameters.faultModel
        }
    }

    var latest: StatusInformation.Block? { contents.withLock { $0.latest } }
    var earliest: StatusInformation.Block? { contents.withLock { $0.earliest } }
    var validators: ValidatorSet { contents.withLock { $0.validators } }
    var faultModel: FaultModel { contents.withLock { $0.faultModel } }
}
