package import Chain

/// Evidence that waits for a block.
package struct PendingEvidence: Sendable {
    package let evidence: Evidence
    package let key: EvidenceKey
    /// Its place in the order of arrival: later pieces have higher numbers; none is given twice, and none is 0.
    package let number: UInt64
    /// Bytes it adds to a block's evidence: itself, its length and a tag of one byte.
    package let byteSize: Int

    init(_ evidence: Evidence, key: EvidenceKey, number: UInt64) {
        self.evidence = evidence
        self.key = key
        self.number = number
        byteSize = EvidenceList([evidence]).byteSize
    }
}
