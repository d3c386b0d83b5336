import Glibc

/// A call of the system that failed.
package struct SystemError: Error, CustomStringConvertible {
    package let description: String

    /// Reads `errno`.
    init(_ what: String) {
        let code = errno
        description = "\(what): \(String(cString: strerror(code)))"
    }
}
