/// The application cannot answer. What it was asked for has not happened.
package struct ApplicationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for the operator's log and for the socket's exception.
    package let message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
