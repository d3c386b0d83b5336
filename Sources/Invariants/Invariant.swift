import Glibc

/// The exit code of a process that found one of its own invariants broken (`EX_SOFTWARE` of sysexits.h).
package let brokenInvariantExitCode: Int32 = 70

/// Stops the process when `condition` is false: the mistake is ours, and no answer we could give would be right.
///
/// The line on standard error names the invariant. Unlike `precondition`, which is silent in a release build, it
/// prints and stops in every build. It is never for what a peer, a client, a file or a disk did: those get errors.
///
/// - Parameters:
///   - condition: What must hold here.
///   - name: The invariant in a few words, as the operator's log shows it.
@inlinable
package func invariant(
    _ condition: @autoclosure () -> Bool, _ name: @autoclosure () -> String,
    file: StaticString = #fileID, line: UInt = #line
) {
    if !condition() {
        brokenInvariant(name(), file: file, line: line)
    }
}

/// Stops the process in a place that cannot be reached unless an invariant is broken.
@usableFromInline
package func brokenInvariant(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
    let text = Array("invariant broken: \(name) (\(file):\(line))\n".utf8)
    _ = text.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }  // nothing is left to do if it fails
    _exit(brokenInvariantExitCode)
}
