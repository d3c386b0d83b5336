import Foundation

/// A process whose syncs are written down by `strace`.
struct SyncTrace {
    private static let tracer = "/usr/bin/strace"
    private static let calls = ["fsync", "fdatasync", "sync_file_range", "msync", "sync", "syncfs"]

    private let process: ChildProcess
    private let file: String
    /// Files of which each write is a sync (`O_DSYNC`, `O_SYNC`), as `pwrite64(7`.
    private let synchronousWrites: [String]

    /// Begins, and waits until the process is traced.
    init(of node: RunningNode, guardian: Guardian) throws {
        file = "\(node.home.path)/trace"
        let identifier = node.process.identifier
        synchronousWrites = try SyncTrace.synchronousFiles(of: identifier).flatMap { number in
            ["write(\(number)", "pwrite64(\(number)", "writev(\(number)", "pwritev(\(number)"]
        }
        let traced = (SyncTrace.calls + ["write", "pwrite64", "writev", "pwritev"]).joined(separator: ",")
        process = try ChildProcess(
            [
                SyncTrace.tracer, "-f", "-qq", "-s", "0", "-e", "signal=none", "-e", "trace=\(traced)", "-o", file,
                "-p",
                "\(identifier)",
            ], output: "\(node.home.path)/strace.out", guardian: guardian)
        let deadline = Clock.now() + 10_000_000_000
        while (try? lines().isEmpty) ?? true {
            if process.checkEnd() || Clock.now() > deadline {
                throw BenchmarkError("cannot trace: \(process.lastOutput)")
            }
            usleep(5000)
        }
    }

    private static func synchronousFiles(of process: pid_t) throws -> [String] {
        let folder = "/proc/\(process)/fdinfo"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { number in
            let text = (try? String(contentsOfFile: "\(folder)/\(number)", encoding: .utf8)) ?? ""
            let flags = text.split(separator: "\n").first { $0.hasPrefix("flags:") }
            let value = flags?.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0, radix: 8) } ?? 0
            return value & O_DSYNC != 0
        }
    }

    /// Syncs that have begun so far.
    func count() throws -> Int {
        try lines().count { line in
            // After the thread's number: a call, or the rest of one that was counted when it began.
            let call = line.drop { $0 != " " }.drop { $0 == " " }
            return SyncTrace.calls.contains { call.hasPrefix("\($0)(") }
                || synchronousWrites.contains { call.hasPrefix("\($0),") }
        }
    }

    private func lines() throws -> [Substring] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    }

    func end() {
        process.end(SIGINT)
    }
}
