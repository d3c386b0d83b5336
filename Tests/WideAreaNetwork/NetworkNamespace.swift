import CNamespace
import Glibc

/// A network of its own in the kernel, named by a path below `/proc`. It lives as long as somebody holds it.
package struct NetworkNamespace: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Runs something with this thread in the namespace; sockets made meanwhile stay there.
    package func run<Result>(_ body: () throws -> Result) throws -> Result {
        let home = try NetworkNamespace.open(NetworkNamespace.own)
        defer { close(home) }
        let other = try NetworkNamespace.open(path)
        defer { close(other) }
        try NetworkNamespace.enter(other)
        let result = Swift.Result { try body() }
        try NetworkNamespace.enter(home)
        return try result.get()
    }

    // MARK: Making

    /// This thread's.
    private static let own = "/proc/thread-self/ns/net"

    /// Makes one, runs something with this thread in it, and comes back.
    ///
    /// - Returns: A descriptor that keeps it, and the result.
    static func make<Result>(_ body: () throws -> Result) throws -> (descriptor: Int32, result: Result) {
        let home = try open(own)
        defer { close(home) }
        if network_unshare() != 0 {
            throw SystemError("cannot make a network namespace (this needs root, or CAP_SYS_ADMIN)")
        }
        let result = Swift.Result {
            let made = try open(own)
            return (descriptor: made, result: try body())
        }
        try enter(home)
        return try result.get()
    }

    private static func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw SystemError("cannot open \(path)") }
        return descriptor
    }

    private static func enter(_ descriptor: Int32) throws {
        if network_enter(descriptor) != 0 { throw SystemError("cannot enter a network namespace") }
    }
}
