import Foundation

/// A process of ours, whose output goes into a file.
final class ChildProcess {
    let identifier: pid_t
    private let guardian: Guardian
    private let output: String
    private var hasEnded = false

    /// - Parameter output: The file for what it prints.
    init(_ command: [String], output: String, guardian: Guardian) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        self.output = output
        self.guardian = guardian
        identifier = try ChildProcess.spawn(command, &actions)
        guardian.watch(identifier)
    }

    deinit {
        end(SIGKILL)
    }

    /// Begins a process, and gives the actions back to the system.
    static func spawn(_ command: [String], _ actions: inout posix_spawn_file_actions_t) throws -> pid_t {
        let words = command.map { strdup($0) } + [nil]
        defer {
            for word in words { free(word) }
            posix_spawn_file_actions_destroy(&actions)
        }
        var process = pid_t()
        let code = posix_spawn(&process, command[0], &actions, nil, words, environ)
        if code != 0 { throw BenchmarkError("cannot run \(command[0]): \(String(cString: strerror(code)))") }
        return process
    }

    /// Sends a signal and waits for the end; what takes longer than ten seconds is killed.
    func end(_ signal: Int32) {
        if hasEnded { return }
        kill(identifier, signal)
        let deadline = Clock.now() + 10_000_000_000
        while !checkEnd() {
            if Clock.now() > deadline { kill(identifier, SIGKILL) }
            usleep(1000)
        }
    }

    /// Waits for the end.
    ///
    /// - Throws: when it ends with a failure, or not in time.
    func finish(within seconds: Int64) throws {
        let deadline = Clock.now() + seconds * 1_000_000_000
        while true {
            var status: Int32 = 0
            if waitpid(identifier, &status, WNOHANG) == identifier {
                noteEnd()
                if status != 0 { throw BenchmarkError("it ends with status \(status): \(lastOutput)") }
                return
            }
            if Clock.now() > deadline { throw BenchmarkError("it does not end: \(lastOutput)") }
            usleep(1000)
        }
    }

    /// Whether it has ended by itself.
    func checkEnd() -> Bool {
        if hasEnded { return true }
        var status: Int32 = 0
        if waitpid(identifier, &status, WNOHANG) == identifier { noteEnd() }
        return hasEnded
    }

    private func noteEnd() {
        hasEnded = true
        guardian.forget(identifier)
    }

    /// The last lines that it printed.
    var lastOutput: String {
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }
}
