/// Why the application cannot be asked: what it should be told does not fit the state. CometBFT panics there.
package struct RequestError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
