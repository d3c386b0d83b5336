package import Chain
package import Consensus

/// What the log keeps: an input that consensus acted on, and when. Handling the records of a height again, in order, leads
/// to the same lock, the same valid block and the same last signatures (DESIGN: durability).
package struct LogRecord: Sendable {
    /// The height being decided when it came.
    package let height: Height
    package let time: Instant
    package let input: Input

    /// Whether it brings a signature of this node.
    package var holdsOwnSignature: Bool { input.holdsOwnSignature }

    package init(height: Height, time: Instant, input: Input) {
        self.height = height
        self.time = time
        self.input = input
    }
}
