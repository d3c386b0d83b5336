import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import Mempool

/// What the engine was at some moment, for whoever only looks.
struct EngineSnapshot: Sendable {
    /// The height being decided; 0 before the start.
    var height: Height = 0
    /// What consensus knows of it.
    var round: RoundState?
    /// Who signed the block before.
    var lastValidators: ValidatorSet?
    /// Transactions that wait, and their bytes.
    var transactionCount = 0
    var transactionBytes: Int64 = 0
    var transactionCounts = PoolCounts()
    /// Names of the equivocations after which this node signs nothing.
    var signingStoppedBy: [Hash] = []
    /// Why the validator signs nothing now; nil when nothing keeps it from that.
    var silence: Silence?

    /// Whether blocks are being fetched that others have made meanwhile.
    var isCatchingUp = false
    /// Which validators are there.
    var presence = Presence()

    /// Before the engine has handled anything.
    init(isCatchingUp: Bool) {
        self.isCatchingUp = isCatchingUp
    }

    init(_ engine: borrowing ValidatorEngine) {
        height = engine.machine.height ?? 0
        round = engine.machine.state
        lastValidators = engine.chain?.lastValidators
        transactionCount = engine.pool.count
        transactionBytes = engine.pool.byteCount
        transactionCounts = engine.pool.counts
        presence = engine.presence
        isCatchingUp = engine.isCatchingUp
        signingStoppedBy = engine.equivocations.open.map(\.hash)
        silence = engine.silence
    }
}
