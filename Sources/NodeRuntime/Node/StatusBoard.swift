import Chain
import Consensus
import Cryptography
import Engine
import Execution
import P2P
import PeerMessages
import RPC
import Synchronization
import Wire

/// What `/status` says, kept ready: it is asked often and must never wait.
final class StatusBoard: Sendable {
    private struct Contents {
        var earliest: StatusInformation.Block?
        var latest: StatusInformation.Block?
        var validators: ValidatorSet
        var faultModel: FaultModel
        /// What connected peers call themselves.
        var monikers: [NodeID: ByteString] = [:]
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

    /// Peers come and go.
    func note(_ event: NetworkEvent) {
        switch event {
        case .connected(let peer, let info, _): contents.withLock { $0.monikers[peer] = info.moniker }
        case .disconnected(let peer, _): contents.withLock { $0.monikers[peer] = nil }
        case .message, .sent, .invalid: return
        }
    }

    /// What may be lost when all validators are there.
    func promise(own: Address?, moniker: ByteString) -> FaultBudgetInformation {
        let validators = validators
        var names = ValidatorNames(
            Dictionary(uniqueKeysWithValues: validators.validators.map { ($0.address, nil) }))
        if let own, names.isThere(own) { names[own] = moniker }
        return FaultBudgetInformation(validators, faultModel, names, isStalled: false)
    }

    /// What connected peers call themselves.
    var monikers: [NodeID: ByteString] { contents.withLock { $0.monikers } }

    var latest: StatusInformation.Block? { contents.withLock { $0.latest } }
    var earliest: StatusInformation.Block? { contents.withLock { $0.earliest } }
    var validators: ValidatorSet { contents.withLock { $0.validators } }
    var faultModel: FaultModel { contents.withLock { $0.faultModel } }
}
