/// Why a JSON text, or a member of it, is not what it should be, and where.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What was wrong, in words that can stand in an answer to a client.
    package let message: String
    /// The members and indices that led there, outermost first, as in `validators[3].pub_key`; empty for the text itself.
    package let path: String

    /// An error about the value at this path.
    package init(_ message: String, path: String = "") {
        self.message = message
        self.path = path
    }

    /// The path and what was wrong there.
    package var description: String { path.isEmpty ? message : "\(path): \(message)" }

    /// The same error, seen from the value around it.
    package func inside(_ outerPath: String) -> JSONError {
        JSONError(message, path: JSONPath.joined(outerPath, path))
    }
}
