import ABCI
import Chain
import Cryptography
import Evidence
import Execution
import Wire

// The small values of the chain, as they stand in a recording. `ValueReader+Chain.swift` has the same order.
extension ValueWriter {
    mutating func height(_ height: Height) { signed(height.rawValue) }

    mutating func round(_ round: Round) { signed(Int64(round.rawValue)) }

    mutating func duration(_ duration: Nanoseconds) { signed(duration.rawValue) }

    mutating func hash(_ hash: Hash) { raw(hash.bytes) }

    mutating func address(_ address: Address) { raw(address.bytes) }

    mutating func node(_ id: NodeID) { text(id.text) }

    mutating func chainID(_ id: ChainID) { bytes(id.text.bytes) }

    mutating func timestamp(_ time: Timestamp) {
        signed(time.seconds)
        unsigned(UInt64(UInt32(bitPattern: time.nanoseconds)))
    }

    mutating func instant(_ instant: Instant) {
        timestamp(instant.wall)
        duration(instant.monotonic)
    }

    mutating func type(_ type: SignedMessageType) { signed(Int64(type.rawValue)) }

    mutating func transaction(_ transaction: Transaction) { bytes(transaction.bytes) }

    mutating func faultModel(_ model: FaultModel) {
        switch model {
        case .byzantine: byte(1)
        case .crash: byte(2)
        }
    }

    /// A state with its fault model, for which protobuf has no place.
    mutating func state(_ state: ChainState) {
        message(state)
        faultModel(state.consensusParameters.faultModel)
    }

    mutating func equivocation(_ equivocation: Equivocation) {
        address(equivocation.validator)
        height(equivocation.height)
    }

    mutating func evidenceKey(_ key: EvidenceKey) {
        height(key.height)
        hash(key.hash)
    }

    mutating func change(_ change: StagedChange) {
        bytes(change.key)
        optional(change.value) { $0.bytes($1) }
    }

    mutating func rejection(_ rejection: BlockRejection) {
        text(rejection.check.rawValue)
        text(rejection.message)
    }
}
