import Chain
import Consensus
import Cryptography
import Engine
import Mempool
import Wire

// What the operator chose: an engine decides by it, so a recording begins with it.
extension ValueWriter {
    mutating func settings(_ settings: EngineSettings) {
        consensus(settings.consensus)
        mempool(settings.mempool)
        duration(settings.blockTimeTolerance)
        duration(settings.gossipTick)
        flag(settings.startsWithBlockSync)
        list(settings.privatePeers.sorted()) { $0.node($1) }
        signed(settings.doubleSignCheckHeight)
        flag(settings.isCopiedHome)
        flag(settings.heedsOwnKey)
    }

    private mutating func consensus(_ settings: ConsensusSettings) {
        let timeouts = settings.timeouts
        duration(timeouts.propose)
        duration(timeouts.proposeDelta)
        duration(timeouts.prevote)
        duration(timeouts.prevoteDelta)
        duration(timeouts.precommit)
        duration(timeouts.precommitDelta)
        duration(timeouts.commit)
        flag(settings.skipsTimeoutCommit)
        flag(settings.createsEmptyBlocks)
        duration(settings.emptyBlocksInterval)
        optional(settings.publicKey) { $0.message($1) }
    }

    private mutating func mempool(_ settings: MempoolSettings) {
        integer(settings.countMaximum)
        signed(settings.bytesMaximum)
        integer(settings.transactionBytesMaximum)
        integer(settings.cacheSize)
        flag(settings.rechecks)
        integer(settings.checksInFlightMaximum)
        flag(settings.remembersInvalid)
        signed(settings.lifetimeBlocks)
        duration(settings.lifetime)
    }
}

extension ValueReader {
    mutating func settings() throws(DecodingError) -> EngineSettings {
        var settings = EngineSettings()
        settings.consensus = try consensus()
        settings.mempool = try mempool()
        settings.blockTimeTolerance = try duration()
        settings.gossipTick = try duration()
        settings.startsWithBlockSync = try flag()
        settings.privatePeers = Set(try list { reader throws(DecodingError) in try reader.node() })
        settings.doubleSignCheckHeight = try signed()
        settings.isCopiedHome = try flag()
        settings.heedsOwnKey = try flag()
        return settings
    }

    private mutating func consensus() throws(DecodingError) -> ConsensusSettings {
        var settings = ConsensusSettings()
        settings.timeouts.propose = try duration()
        settings.timeouts.proposeDelta = try duration()
        settings.timeouts.prevote = try duration()
        settings.timeouts.prevoteDelta = try duration()
        settings.timeouts.precommit = try duration()
        settings.timeouts.precommitDelta = try duration()
        settings.timeouts.commit = try duration()
        settings.skipsTimeoutCommit = try flag()
        settings.createsEmptyBlocks = try flag()
        settings.emptyBlocksInterval = try duration()
        settings.publicKey = try optional { reader throws(DecodingError) in try reader.message(PublicKey.self) }
        return settings
    }

    private mutating func mempool() throws(DecodingError) -> MempoolSettings {
        var settings = MempoolSettings()
        settings.countMaximum = try integer()
        settings.bytesMaximum = try signed()
        settings.transactionBytesMaximum = try integer()
        settings.cacheSize = try integer()
        settings.rechecks = try flag()
        settings.checksInFlightMaximum = try integer()
        settings.remembersInvalid = try flag()
        settings.lifetimeBlocks = try signed()
        settings.lifetime = try duration()
        return settings
    }
}
