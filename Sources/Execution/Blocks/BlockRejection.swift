import Chain

/// Why a block is not valid.
package struct BlockRejection: Error, Hashable, Sendable, CustomStringConvertible {
    /// The first check that failed.
    package let check: BlockCheck
    /// The reason in CometBFT's words.
    package let message: String

    package init(_ check: BlockCheck, _ message: String) {
        self.check = check
        self.message = message
    }

    package var description: String { message }
}

/// Makes the rule that `body` throws the reason of a rejection.
func rejecting(
    _ check: BlockCheck, as context: String? = nil, _ body: () throws(ValidationError) -> Void
) throws(BlockRejection) {
    do {
        try body()
    } catch {
        throw BlockRejection(check, (context.map { error.inside($0) } ?? error).message)
    }
}
