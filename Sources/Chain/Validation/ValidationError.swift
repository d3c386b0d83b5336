package import Wire

/// A rule of the chain that a well-formed value breaks.
package struct ValidationError: Error, Equatable, CustomStringConvertible {
    /// The rule in CometBFT's words, where it has some.
    package let message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }

    /// The same error as the value around it tells it: `context: message`.
    package func inside(_ context: String) -> ValidationError {
        ValidationError("\(context): \(message)")
    }
}

extension DecodingError {
    /// A decoder refuses a value that breaks this rule.
    package init(_ rule: ValidationError) {
        self = .invalid(rule.message)
    }
}
