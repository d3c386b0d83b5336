package import Wire

/// What a block sync message must be before any of it is decoded (CometBFT v0.38.25 `blocksync/reactor.go`).
///
/// A block that nobody asked for, or one with more signatures than a commit can have, costs its sender the connection
/// and us nothing: only lengths are read.
package enum BlockResponseFilter {
    /// Whether a block may come from this peer now.
    package enum Expectation: Sendable {
        /// This node has not asked anybody for blocks.
        case neverAsked
        /// Block sync has ended; answers to earlier requests may still arrive.
        case ended
        /// This peer owes us a block.
        case owed
        /// Block sync runs, and this peer owes us nothing.
        case notOwed
    }

    /// Throws when the sender is to be dropped. No bytes at all are left to the decoder, which refuses them.
    package static func check(_ message: [UInt8], _ expectation: Expectation) throws(DecodingError) {
        if message.isEmpty { return }
        var reader = ProtobufReader(message)
        var signatures: SignatureCounts?
        while let field = try reader.nextField() {
            if field.number == 3 {
                var counts = signatures ?? SignatureCounts()
                try counts.add(response: reader.message(field))
                signatures = counts
            } else {
                try reader.skip(field)
            }
        }
        guard let signatures else { return }
        switch expectation {
        case .neverAsked: throw .invalid("unsolicited BlockResponse: blocksync not active")
        case .notOwed: throw .invalid("unsolicited BlockResponse")
        case .ended, .owed: try signatures.validate()
        }
    }
}
