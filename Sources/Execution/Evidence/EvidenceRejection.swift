/// Why evidence does not prove what it says, in CometBFT's words.
package struct EvidenceRejection: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
