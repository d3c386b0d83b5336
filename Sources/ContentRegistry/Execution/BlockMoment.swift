import Chain

/// When a transaction is executed, or would be.
struct BlockMoment: Hashable, Sendable {
    let chainID: ChainID
    /// The block's height.
    let height: Height
    /// The block's time; for CheckTx the later of the last block's time and the local clock, because the last block may be
    /// hours old on a chain that makes no empty blocks.
    let time: Timestamp
    /// By which rule votes decide.
    let faultModel: FaultModel
    /// How old evidence may be and still count; zero when the genesis is silent.
    let evidenceAge: Nanoseconds
}

extension Timestamp {
    /// Nanoseconds since 1970, as unordered transactions are told apart by; 0 before, the maximum after 2554.
    var unixNanoseconds: UInt64 {
        if seconds < 0 { return 0 }
        let (product, isTooLarge) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isBeyond) = product.addingReportingOverflow(UInt64(nanoseconds))
        return isTooLarge || isBeyond ? .max : sum
    }
}
