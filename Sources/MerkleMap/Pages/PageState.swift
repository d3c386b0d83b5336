import Chain

/// A page as it was at a height, without what memory holds of it beside.
struct PageState: Sendable {
    /// The height at which it was changed last.
    let version: Height
    let slots: [Slot]
    let bits: [UInt32]
    let leafBytes: [UInt8]

    /// How it is stored.
    var body: [UInt8] { PageCodec.encode(self) }
}
