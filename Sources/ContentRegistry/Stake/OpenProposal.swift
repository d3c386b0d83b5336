import Chain

/// Where a proposal that is not decided stands: the first to expire come first.
struct OpenProposal: Hashable, Comparable, Sendable {
    let expiry: Height
    let number: UInt64

    init(expiry: Height, number: UInt64) {
        self.expiry = expiry
        self.number = number
    }

    /// The place that a key of the state says; nil for another's key.
    init?(key: [UInt8]) {
        guard key.count == 17, let expiry = StateKey.number(bigEndian: key[1..<9]),
            let number = StateKey.number(bigEndian: key[9...])
        else { return nil }
        self.init(expiry: Height(Int64(bitPattern: expiry)), number: number)
    }

    static func < (left: OpenProposal, right: OpenProposal) -> Bool {
        (left.expiry, left.number) < (right.expiry, right.number)
    }
}
