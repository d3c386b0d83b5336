import Foundation

/// A run of a program that was built beside the tests: `daon-node`, if nothing else is said.
final class NodeProcess {
    /// How a process ended.
    enum End: Equatable {
        case exit(Int32)
        case signal(Int32)
        /// It had not ended in time.
        case none
    }

    static let program = path(of: "daon-node")

    /// A program that was built beside the tests.
    static func path(of name: String) -> String {
        Bundle.main.executableURL?.deletingLastPathComponent().appending(path: name).path ?? ""
    }

    let identifier: pid_t
    let output: OutputLines
    let errors: OutputLines
    private var end: End?

    /// - Parameters:
    ///   - environment: Besides what the tests themselves run with.
    ///   - tracer: A program and its arguments, which runs the other.
    ///   - input: What it reads as standard input; nothing when it is nil.
    init(
        _ arguments: [String], environment: [String: String] = [:], tracer: [String] = [],
        program: String = NodeProcess.program, input: Int32? = nil
    ) throws {
        let (outputReader, outputWriter) = try NodeProcess.pipe()
        let (errorReader, errorWriter) = try NodeProcess.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, outputWriter, 1)
        posix_spawn_file_actions_adddup2(&actions, errorWriter, 2)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("DAON_") }
        // Many nodes run side by side; each is reached by nobody, unless a test says otherwise.
        if arguments.first == "start" { variables["DAON_P2P_LADDR"] = "tcp://127.0.0.1:0" }
        for (name, value) in environment { variables[name] = value }
        let command = tracer + [program] + arguments
        let words = command.map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for pointer in words + settings { free(pointer) }
            posix_spawn_file_actions_destroy(&actions)
            close(outputWriter)
            close(errorWriter)
        }
        var process = pid_t()
        let code = posix_spawn(&process, command[0], &actions, nil, words, settings)
        output = OutputLines(reading: outputReader)
        errors = OutputLines(reading: errorReader)
        identifier = process
        if code != 0 { throw TestError("cannot run \(command[0]): \(String(cString: strerror(code)))") }
    }

    deinit {
        if end == nil { stop(SIGKILL) }
    }

    /// Closed in other children from the first moment on, so that the end of this one is the end of what it writes.
    private static func pipe() throws -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        if socketpair(AF_UNIX, kind, 0, &ends) != 0 { throw TestError("no pipe: \(errno)") }
        return (ends[0], ends[1])
    }

    func send(_ signal: Int32) {
        // Its number is not another's as long as nobody has waited for it.
        if end == nil { kill(identifier, signal) }
    }

    /// How it ended, once it has.
    @discardableResult
    func wait(within seconds: Double = patience) -> End {
        if let end { return end }
        let deadline = Date(timeIntervalSinceNow: seconds)
        var status: Int32 = 0
        while waitpid(identifier, &status, WNOHANG) == 0 {
            if Date() >= deadline { return .none }
            poll(nil, 0, 2)
        }
        let ended: End = status & 0x7f == 0 ? .exit((status >> 8) & 0xff) : .signal(status & 0x7f)
        end = ended
        return ended
    }

    @discardableResult
    func stop(_ signal: Int32, within seconds: Double = patience) -> End {
        send(signal)
        return wait(within: seconds)
    }

    /// Runs a command to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Finished {
        let process = try NodeProcess(arguments, environment: environment)
        let end = process.wait()
        if end == .none { process.stop(SIGKILL) }
        return Finished(end: end, output: process.output.all(), errors: process.errors.all())
    }

    /// A run that is over.
    struct Finished {
        let end: End
        let output: [String]
        let errors: [String]
    }
}

/// Seconds after which what has not come is taken not to come: more than anything needs here, on a machine that is busy with all
/// the other tests. Only what is broken takes them.
let patience = 120.0

/// What keeps a test from going on.
struct TestError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Looks again and again until there is something to see.
///
/// - Throws: `TestError` when there is nothing in time.
func eventually<Value>(_ what: String, within seconds: Double = patience, _ look: () throws -> Value?) throws -> Value {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while true {
        if let value = try look() { return value }
        if Date() >= deadline { throw TestError("not in time: \(what)") }
        poll(nil, 0, 5)
    }
}
